"""The pages of groups: those that were found, and those that people declare."""

__all__: list[str] = []
