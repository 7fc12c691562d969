"""``stronghold account``: named accounts that may read a store."""

from __future__ import annotations

from typing import Annotated

import typer

from stronghold.cli.console import out, print_json, table
from stronghold.cli.options import AsJson, StoreFolder
from stronghold.vocabulary import terms

__all__ = ["app"]

app = typer.Typer(
    help="Add, list and close the named accounts that may read a store, and give them passwords.", no_args_is_help=True
)
_ROLES = ", ".join(terms("roles").terms)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    store: StoreFolder,
    agency: Annotated[str, typer.Option(help="The agency the person works for, as its sources name it.", show_default=False)],
    role: Annotated[list[str], typer.Option(help=f"A role: {_ROLES}. May be given several times.", show_default=False)],
    operation: Annotated[
        list[str] | None, typer.Option(help="An operation whose records the account may see. May be given several times.")
    ] = None,
) -> None:
    """Add a named account. Its roles decide for which purposes it may read.

    Example: `stronghold account add amina --agency police --role analyst --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store, create=True)
    from stronghold.governance import accounts

    made = accounts.add(name, agency, role, operations=operation or ())
    out.print(f"Added {made.username} ({agency}: {', '.join(made.roles)}).")


@app.command("list")
def list_accounts(store: StoreFolder, json: AsJson = False) -> None:
    """List the accounts, closed ones too.

    Example: `stronghold account list --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import accounts

    found = [
        {"name": a.username, "agency": a.agency.name, "roles": a.roles, "operations": a.operations, "open": a.is_active}
        for a in accounts.all_accounts()
    ]
    if json:
        print_json(found)
    elif found:
        rows = [(a["name"], a["agency"], ", ".join(a["roles"]), ", ".join(a["operations"]), a["open"]) for a in found]
        out.print(table("Accounts", ["Name", "Agency", "Roles", "Operations", "Open"], rows))
    else:
        out.print("No account yet. Add one: stronghold account add NAME --agency AGENCY --role ROLE --store " + str(store))


@app.command("password")
def password(
    name: Annotated[str, typer.Argument(help="The account's name.")],
    store: StoreFolder,
    forget_authenticator: Annotated[
        bool,
        typer.Option("--forget-authenticator", help="Ask for no code any more, where phone and recovery codes are lost."),
    ] = False,
    json: AsJson = False,
) -> None:
    """Make a new password for an account and print it, this once; whoever was signed in with the old one is signed out.

    Example: `stronghold account password amina --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import accounts

    made = accounts.make_password(name, forget_authenticator=forget_authenticator)
    if json:
        print_json({"name": name, "password": made})
    else:
        out.print(f"The password of {name} is now: {made}")
        out.print("It is not shown again. Hand it over in person, and have it changed at the first sign-in.")


@app.command("close")
def close(name: Annotated[str, typer.Argument(help="The account's name.")], store: StoreFolder) -> None:
    """Close an account: it opens nothing any more. It is kept, because the audit names it.

    Example: `stronghold account close amina --store town`
    """
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import accounts

    accounts.deactivate(name)
    out.print(f"Closed {name}.")
