"""Stronghold: partners' separate lists become one evidenced picture, and the picture protected people."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("stronghold")
