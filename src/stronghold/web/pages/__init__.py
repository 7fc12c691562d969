"""The pages, a module for each; the URL table is collected from the ``urlpatterns`` of each module."""

__all__: list[str] = []
