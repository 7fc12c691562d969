"""What people decide and write: reports entered by hand, uploads, builds asked for.

A Django app: its modules are imported after Django is set up (``stronghold.web.setup.prepare``). Nothing here is derived and
nothing here is lost by a build.
"""

__all__: list[str] = []
