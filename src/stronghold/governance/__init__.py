"""Who may see what, for which purpose, and who saw it: accounts, access policy, the audit chain, the one read gateway.

A Django app: its modules are imported after Django is set up (``stronghold.web.setup.prepare``).
"""

__all__: list[str] = []
