"""Which person model the next build of a store starts from, where a partnership has fitted one to its own records.

    STORE/models/<sha256>.json   every model that was chosen; never changed
    STORE/models/chosen          names the one in use, and since when

A model holds rates and no data of anybody, so that it may outlive the records it was learnt from.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from stronghold.errors import BadInput
from stronghold.linking.model import PersonModel
from stronghold.picture.durable import sync_folder, write_durably
from stronghold.picture.snapshot import MODEL_FILE
from stronghold.picture.store import Store

__all__ = ["choose_model", "chosen_model", "model_in_use", "unchoose_model"]

_FOLDER = "models"
_CHOSEN = "chosen"


def chosen_model(store: Store, *, since: str | None = None) -> PersonModel | None:
    """The model that people chose for this store's next build; ``None`` where they chose none, or none after ``since`` (ISO 8601).

    Its priors are unset: the build finds them. ``BadInput`` where its file is not the one that was chosen.
    """
    pointer = store.path / _FOLDER / _CHOSEN
    try:
        raw = json.loads(pointer.read_text(encoding="utf-8"))
        digest, at = str(raw["sha256"]), datetime.fromisoformat(raw["at"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(pointer) from error
    if since is not None and at <= datetime.fromisoformat(since):
        return None
    path = pointer.with_name(f"{digest}.json")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise _damaged(path)
    return PersonModel.from_json(text, file=str(path))


def choose_model(store: Store, model: PersonModel, *, wait: float = 0.0) -> Path:
    """Keep ``model`` and let the next build start from it, in one step; where it is kept. Waits for a build as the store's lock does."""
    text = model.to_json()
    digest = hashlib.sha256(text.encode()).hexdigest()
    with store.lock(wait=wait):
        folder = store.path / _FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(store.path)
        path = folder / f"{digest}.json"
        write_durably(path, text)
        pointer = {"sha256": digest, "at": datetime.now(UTC).isoformat(timespec="milliseconds")}
        write_durably(folder / _CHOSEN, json.dumps(pointer) + "\n")
    return path


def unchoose_model(store: Store, *, wait: float = 0.0) -> bool:
    """Let the next build start from the shipped model again; whether one was chosen."""
    with store.lock(wait=wait):
        pointer = store.path / _FOLDER / _CHOSEN
        there = pointer.is_file()
        pointer.unlink(missing_ok=True)
    return there


def model_in_use(store: Store) -> PersonModel:
    """What a build would start from today: the chosen model, else that of the served snapshot, else the shipped one."""
    chosen = chosen_model(store)
    if chosen is not None:
        return chosen
    served = store.current()
    path = served.path / MODEL_FILE if served else None
    if path is not None and path.is_file():
        return PersonModel.from_json(path.read_text(encoding="utf-8"), file=str(path))
    return PersonModel.shipped()


def _damaged(path: Path) -> BadInput:
    return BadInput(
        "the linking model that was chosen for this store cannot be read.",
        file=str(path),
        remedy="Choose the shipped one again with `stronghold train --shipped`, or train anew.",
    )
