"""Pages on which people say who is the same and who is not: side by side, the list of what was decided, and undoing it."""

__all__: list[str] = []
