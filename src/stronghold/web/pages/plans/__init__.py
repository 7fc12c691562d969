"""The pages on which a plan for a group is made, tried out, kept and released."""

__all__: list[str] = []
