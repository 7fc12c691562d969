"""The Django project: settings, and setting Django up for one store. The pages come here."""

__all__: list[str] = []
