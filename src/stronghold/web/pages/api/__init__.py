"""The pages for other programs: the same doors, the same audit and the same words as for people, as JSON."""

__all__: list[str] = []
