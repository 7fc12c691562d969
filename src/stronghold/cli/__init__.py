"""The command line, ``stronghold``."""

from stronghold.cli.app import main

__all__ = ["main"]
