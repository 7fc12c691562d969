"""Entered reports laid out for one build, inside the store: what they say is nowhere else on the disk, also after a kill."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stronghold.casework.processes import is_alive, this_process
from stronghold.casework.reports.files import for_build
from stronghold.intake.load import SourceInput
from stronghold.picture.store import Store

__all__ = ["laid_out"]

_BEGINNING = ".entered-"
_BY = "@"


@contextmanager
def laid_out(store: Store) -> Iterator[list[SourceInput]]:
    """What :func:`for_build` gives, in a private folder of the store that lasts as long as the context.

    Folders that killed processes left are removed first.
    """
    for folder in store.path.glob(f"{_BEGINNING}*"):
        if not is_alive(folder.name.removeprefix(_BEGINNING).rpartition(_BY)[0]):
            shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=f"{_BEGINNING}{this_process()}{_BY}", dir=store.path) as made:
        yield for_build(Path(made))
