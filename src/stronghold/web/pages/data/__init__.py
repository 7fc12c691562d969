"""The data pages: where a picture comes from, files sent and described, rows left out, builds and snapshots."""

__all__: list[str] = []
