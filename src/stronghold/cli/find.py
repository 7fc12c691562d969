"""``stronghold find``: search people, homes, phones and vehicles by what records say of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from stronghold import vocabulary
from stronghold.cli.console import out, print_json, table
from stronghold.cli.options import Account, AsJson, Purpose, StoreFolder
from stronghold.cli.reading import gateway

__all__ = ["find"]


def find(
    text: Annotated[str, typer.Argument(help="A name, date of birth, address, phone number, registration or record key.")],
    store: StoreFolder,
    account: Account,
    purpose: Purpose,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many.")] = 20,
    json: AsJson = False,
) -> None:
    """Find people, homes, phones, vehicles and organisations that visible records name.

    The search is written to the audit before anything is shown.

    Example: `stronghold find "marlowe" --store town --as amina --purpose disruption`
    """
    with gateway(store, account, purpose) as opened:
        findings = opened.find(text, limit)
    if json:
        print_json(asdict(findings))
        return
    found = findings.found
    if not found:
        out.print("Nothing that you may see matches. Try fewer words, or part of a name or number.")
        return
    kinds = vocabulary.kinds()
    many = f"{findings.total:,}" if findings.complete else f"more than {findings.total:,}"
    rows = [(f.entity_id, kinds[f.kind].label, f.label, "; ".join(f.matches)) for f in found]
    out.print(table(f"Found {len(found)} of {many}", ["Id", "Kind", "Name", "Matches"], rows))
    out.print(f'\nLook closer: stronghold show {found[0].entity_id} --store {store} --as {account} --purpose "{purpose}"')
