"""The pages on which records are withdrawn, corrected or found false."""

__all__: list[str] = []
