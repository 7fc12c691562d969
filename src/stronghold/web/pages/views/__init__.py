"""The pages of saved views: the list, opening one, saving, sharing and deleting."""

__all__: list[str] = []
