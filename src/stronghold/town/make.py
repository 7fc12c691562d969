"""A whole invented town on disk: partners' files with ready mappings and a map, and the truth about all of it beside them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from stronghold.errors import BadInput
from stronghold.town.agencies import SYSTEMS, Directory, FileReport, TruthFiles, write_system
from stronghold.town.agencies.base_map import MAP_FILE, write_map
from stronghold.town.truth_readme import FIRST_LINE, truth_readme
from stronghold.town.world import TownSize, World, make_world

__all__ = ["FEWEST_PEOPLE", "MOST_PEOPLE", "TownReport", "made_as", "make_town"]

FEWEST_PEOPLE, MOST_PEOPLE = 1_000, 2_000_000
_LARGEST_SEED = 2**32 - 1
_FILES, _TRUTH, _README, _MADE = "files", "truth", "README.md", "town.json"
_WORLD_SHARE = 0.45  # of the whole time, about

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class TownReport:
    """What was made. ``mentions`` are counted by kind over all files; ``truths`` are rows of some tables of the truth by name."""

    folder: Path
    people: int
    seed: int
    files: tuple[FileReport, ...]
    mentions: Mapping[str, int]
    truths: Mapping[str, int]

    @property
    def rows(self) -> int:
        """Rows of all files together."""
        return sum(file.rows for file in self.files)


def make_town(out: Path, *, people: int, seed: int, progress: Progress | None = None) -> TownReport:
    """Make the town of these two numbers: ``out/files`` to build from, ``out/truth`` beside it. The same numbers make the same bytes.

    ``progress`` hears the share done, 0 to 1, and at what. ``out`` may be new, empty, or a town made before, which is replaced once
    the new one is complete. ``BadInput`` for numbers out of range and for a folder that holds anything else; nothing is then
    written.
    """
    _check_numbers(people, seed)
    _check_folder(out)
    tell = progress or (lambda share, step: None)
    making = out.parent / f".{out.name}.making"
    try:
        shutil.rmtree(making, ignore_errors=True)
        for name in (_FILES, _TRUTH):
            (making / name).mkdir(parents=True)
        report = _Making(making, out, people, seed, tell).run()
        _put_in_place(making, out)
    except OSError as error:
        raise BadInput(
            f"the town could not be written: {error}.",
            file=str(out),
            remedy="Is there room on the disk, and may you write there?",
        ) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return report


def made_as(out: Path) -> tuple[int, int] | None:
    """The people and the seed of the town that lies whole in ``out``; ``None`` where none does."""
    made = _made_before(out)
    if made is None or not set(made["files"]) <= {path.name for path in (out / _FILES).glob("*")}:
        return None
    return made["people"], made["seed"]


def _made_before(out: Path) -> dict[str, Any] | None:
    """What a town made before says of itself; ``None`` where there is none."""
    readme, made = out / _TRUTH / _README, out / _TRUTH / _MADE
    if not made.is_file() or not readme.is_file() or not readme.read_text(encoding="utf-8").startswith(FIRST_LINE):
        return None
    try:
        said = json.loads(made.read_text(encoding="utf-8"))
    except ValueError:  # not as it was written: whatever this is, it is not ours to replace
        return None
    return said if isinstance(said, dict) and {"people", "seed", "files"} <= said.keys() else None


def _check_numbers(people: int, seed: int) -> None:
    if not FEWEST_PEOPLE <= people <= MOST_PEOPLE:
        raise BadInput(
            f"a town of {people:,} people cannot be made.",
            column="people",
            remedy=f"Give a number from {FEWEST_PEOPLE:,} to {MOST_PEOPLE:,}.",
        )
    if not 0 <= seed <= _LARGEST_SEED:
        raise BadInput(f"the seed {seed} is out of range.", column="seed", remedy=f"Give a number from 0 to {_LARGEST_SEED:,}.")


def _check_folder(out: Path) -> None:
    """Whether a town may be put there: into nothing, an empty folder, or a town made before with nothing added."""
    remedy = "Give a new folder with --out."
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise BadInput("is not a folder.", file=str(out), remedy=remedy)
    if not out.exists() or not any(out.iterdir()):
        return
    made = _made_before(out)
    others = {path.name for path in out.iterdir()} - {_FILES, _TRUTH}
    if others or made is None:
        held = f" It holds '{sorted(others)[0]}'." if others else ""
        raise BadInput(f"the folder is not empty, and is not a town made before.{held}", file=str(out), remedy=remedy)
    added = {path.name for path in (out / _FILES).glob("*")} - set(made["files"])
    if added:
        raise BadInput(
            f"the town's folder holds '{sorted(added)[0]}', which was not made with it.",
            file=str(out / _FILES),
            remedy="Move it away, or give a new folder with --out.",
        )


def _put_in_place(making: Path, out: Path) -> None:
    """Replace the town before, if there was one, by the new one."""
    out.mkdir(parents=True, exist_ok=True)
    # The truth goes first and comes last: a folder without it is no town, so that a half-replaced one is never taken for whole.
    shutil.rmtree(out / _TRUTH, ignore_errors=True)
    shutil.rmtree(out / _FILES, ignore_errors=True)
    (making / _FILES).rename(out / _FILES)
    (making / _TRUTH).rename(out / _TRUTH)


class _Making:
    """One town being made in the folder ``making``."""

    def __init__(self, making: Path, out: Path, people: int, seed: int, tell: Progress) -> None:
        self._files, self._truth, self._out = making / _FILES, making / _TRUTH, out
        self._people, self._seed, self._tell = people, seed, tell

    def run(self) -> TownReport:
        world = make_world(
            TownSize(self._people, self._seed), progress=lambda step, share: self._tell(share * _WORLD_SHARE, step.capitalize())
        )
        write_map(world, self._files / MAP_FILE)
        with TruthFiles(self._truth) as truth:
            files = self._write_systems(Directory(world), truth)
        self._write_world(world)
        names = sorted(path.name for path in self._files.iterdir())
        made = {"people": self._people, "seed": self._seed, "files": names}
        (self._truth / _MADE).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
        self._tell(1.0, "Done")
        counted = ("group", "membership", "line", "cuckooing", "exploitation", "operation", "twin")
        truths = {name: getattr(world, name).num_rows for name in counted}
        return TownReport(self._out, self._people, self._seed, files, dict(sorted(truth.mentions.items())), truths)

    def _write_systems(self, town: Directory, truth: TruthFiles) -> tuple[FileReport, ...]:
        files: list[FileReport] = []
        for number, system in enumerate(SYSTEMS):
            share = _WORLD_SHARE + (0.95 - _WORLD_SHARE) * number / len(SYSTEMS)

            def tell(file: str, share: float = share) -> None:
                self._tell(share, f"Writing {file}")

            files += write_system(self._files, truth, town, system, self._seed, tell)
        return tuple(files)

    def _write_world(self, world: World) -> None:
        self._tell(0.95, "Writing the truth")
        tables = world.tables()
        for name, table in tables.items():
            pq.write_table(table, self._truth / f"{name}.parquet")
        (self._truth / _README).write_text(truth_readme(self._people, self._seed, tables), encoding="utf-8")
