"""Template tags."""

__all__: list[str] = []
