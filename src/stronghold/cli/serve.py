"""``stronghold serve``: the pages of a store, on this machine."""

from __future__ import annotations

import ipaddress
from typing import Annotated

import typer

from stronghold.cli.console import say, warn
from stronghold.cli.options import EngineName, StoreFolder

__all__ = ["serve"]


def serve(
    store: StoreFolder,
    host: Annotated[
        str, typer.Option(help="The address to listen on. The default is reached from this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(help="A name under which browsers reach it, such as stronghold.town.example. May be given several times."),
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="A proxy on this machine speaks TLS for it.")] = False,
    engine: EngineName = "duckdb",
) -> None:
    """Serve the store's pages until stopped (Ctrl-C), with a worker that builds. docs/guide/serve.md says how for a partnership.

    Example: `stronghold serve --store town`
    """
    from stronghold.engine import Engine
    from stronghold.web.serve import serve as run

    chosen = Engine.named(engine)
    if not https and not _loopback(host):
        warn("Careful", "Without TLS, passwords and records can be read on the way. Put a proxy before it and use --https.")

    def ready(address: str) -> None:
        say(f"Stronghold is at {address}")
        say("Stop it with Ctrl-C.")

    run(
        store,
        host=host,
        port=port,
        names=name or (),
        https=https,
        engine=chosen,
        ready=ready,
        note=lambda text: warn("Note", text),
    )


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
