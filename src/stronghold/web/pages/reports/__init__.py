"""Pages of reports that people enter by hand: the list, one report, entering, amending, withdrawing."""

__all__: list[str] = []
