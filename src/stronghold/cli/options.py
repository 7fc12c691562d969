"""Options that several commands share, so that they read the same everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Account", "AsJson", "EngineName", "Purpose", "Reason", "StoreFolder"]

StoreFolder = Annotated[
    Path,
    typer.Option("--store", envvar="STRONGHOLD_STORE", help="The store's folder.", show_default=False, file_okay=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="A machine's answer: one JSON document on stdout and nothing else there.")]
EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        envvar="STRONGHOLD_ENGINE",
        metavar="ENGINE",
        help="Where pairs of people are found and compared: duckdb, local or local[2] (Spark here), spark://HOST:7077. "
        "The answer is the same.",
    ),
]
Account = Annotated[
    str,
    typer.Option(
        "--as",
        envvar="STRONGHOLD_AS",
        help="The named account that reads. Written to the audit.",
        show_default=False,
    ),
]
Purpose = Annotated[
    str,
    typer.Option(
        "--purpose",
        envvar="STRONGHOLD_PURPOSE",
        help="Why it reads, a purpose from the vocabulary. Written to the audit.",
        show_default=False,
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="Why, in your own words. Kept with your name.", show_default=False)]
