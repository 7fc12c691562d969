"""``stronghold demo``: the whole thing in a browser, over an invented town."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stronghold.cli.build import shown_progress
from stronghold.cli.console import out, progress_bar, say, table, warn
from stronghold.errors import BadInput

__all__ = ["ACCOUNTS", "demo"]

# Name, agency, roles, and what to look at first.
ACCOUNTS: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("amina", "police", ("analyst",), "Analyst: who is who and who is connected; the data pages"),
    ("sam", "police", ("sergeant",), "Operations sergeant: people, homes, phones and vehicles"),
    ("wanda", "children", ("social_worker",), "Social worker: sensitive records too, for safeguarding alone"),
    ("devi", "police", ("data_protection_officer",), "Data-protection officer: own agency's records, to answer for them"),
)


def demo(
    folder: Annotated[Path, typer.Option("--out", help="Where to put the town and the store.")] = Path("demo"),
    people: Annotated[int, typer.Option(help="How many people live in the town: 1,000 to 2,000,000.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Another number, another town.")] = 1,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to serve on; 0 takes a free one.")] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages at the end.")] = True,
) -> None:
    """Invent a town, build its picture, and serve it: sign in with the names and passwords that are printed.

    The passwords are made for this run. Run again, the town and its picture are kept if the numbers are the same.

    Example: `stronghold demo --out demo`
    """
    town, store = folder / "town", folder / "store"
    _make_town(town, people, seed)
    _build(town / "files", store)
    rows = [(name, password, says) for (name, _, _, says), password in zip(ACCOUNTS, _passwords(store), strict=True)]
    out.print()
    out.print(table("Sign in as", ["Name", "Password (for this run)", "Who that is"], rows))
    out.print(f"\nThe partners' files are in {town}/files, and what is so in {town}/truth, which nothing of Stronghold reads.")
    if not serve:
        out.print(f"Serve it: stronghold serve --store {store}")
        return
    from stronghold.web.serve import serve as run

    def ready(address: str) -> None:
        say(f"Stronghold is at {address}")
        say("Stop it with Ctrl-C.")

    run(store, port=port, ready=ready, note=lambda text: warn("Note", text))


def _make_town(town: Path, people: int, seed: int) -> None:
    from stronghold.town.make import made_as, make_town

    if made_as(town) == (people, seed):
        return
    out.print(f"Inventing a town of {people:,} people: stronghold town --people {people} --seed {seed} --out {town}")
    with progress_bar(quiet=False) as bar:
        task = bar.add_task("Starting", total=1.0)
        make_town(
            town, people=people, seed=seed, progress=lambda share, step: bar.update(task, completed=share, description=step)
        )


def _build(files: Path, store: Path) -> None:
    from stronghold.picture import Store
    from stronghold.picture.build import build
    from stronghold.picture.manifest import hash_file

    opened = Store.create(store)
    current = opened.current()
    if current is not None:
        kept = {(entry.name, entry.sha256) for entry in current.manifest.inputs}
        if kept >= {(path.name, hash_file(path)) for path in _data_files(files)}:
            return
    out.print(f"\nBuilding its picture: stronghold build {files} --store {store}")
    with shown_progress(quiet=False) as progress:
        report = build(opened, files, progress=progress)
    counts = report.manifest.counts
    told = {name: sum(counts[name].values()) for name in ("entities", "ties")}
    out.print(
        f"{counts['read']:,} rows of {len(report.manifest.inputs)} files became {told['entities']:,} people, homes, phones, vehicles"
        f" and organisations with {told['ties']:,} ties; {counts['quarantined']:,} rows wait to be corrected."
    )
    for refused in report.refused:
        warn("Refused", str(refused))


def _data_files(files: Path) -> list[Path]:
    from stronghold.intake.readers import source_files

    return source_files(files).files


def _passwords(store: Path) -> list[str]:
    """A new password for each account, which is added if it is not there."""
    from stronghold.web.setup import prepare

    prepare(store)
    from stronghold.governance import accounts

    made = []
    for name, agency, roles, _ in ACCOUNTS:
        account = accounts.find(name)
        if account is None:
            accounts.add(name, agency, roles)
        elif not account.is_active:
            raise BadInput(
                f"The account '{name}' of this demo is closed.", file=str(store), remedy="Give another folder with --out."
            )
        made.append(accounts.make_password(name))
    return made
