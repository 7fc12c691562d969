"""Files that people send through the browser: received, described, accepted for the next build, or withdrawn.

An account sees and changes the files it sent itself, and no others.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from stronghold.casework.incoming import Received, clear_leftovers, data_file, named, remove
from stronghold.casework.models import Upload
from stronghold.casework.proposing import Described, described
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.models import Account
from stronghold.governance.refusals import NotVisible
from stronghold.intake.mapping import Mapping
from stronghold.intake.mapping.lines import key_lines
from stronghold.intake.proposal import Preview, preview_file
from stronghold.intake.readers import peek
from stronghold.intake.readers.opening import named_format
from stronghold.picture.manifest import SourceEntry
from stronghold.picture.store import Store

__all__ = [
    "AlreadySent",
    "accept",
    "clear",
    "dated_name",
    "describe_again",
    "examples",
    "keep",
    "keep_beside",
    "keep_typed",
    "known_name",
    "of_agency",
    "own",
    "preview",
    "read_mapping",
    "save",
    "take_back",
    "taken_place_of",
    "withdraw",
]

_LONGEST_STEM = 100  # bytes
_HARMLESS = " ._-()&+,'"
_OPEN = (Upload.Status.MAPPING, Upload.Status.ACCEPTED)
_PEEKED = 200
_EXAMPLES = 2
_LONGEST_EXAMPLE = 60  # characters


class AlreadySent(BadInput):
    """The same bytes wait already; ``upload`` is where, if it is the account's own."""

    def __init__(self, message: str, *, upload: Upload | None, remedy: str) -> None:
        super().__init__(message, remedy=remedy)
        self.upload = upload


def known_name(text: str) -> str:
    """A file's name as it may be used: its last part, of harmless characters. ``BadInput`` for a kind of file that is not read."""
    shown = unicodedata.normalize("NFC", text).replace("\\", "/").rpartition("/")[2]
    name = "".join(c if c.isalnum() or c in _HARMLESS else "_" for c in shown if c.isprintable()).lstrip("._ ").rstrip(". ")
    if named_format(Path(name)) is None:
        raise BadInput(
            f"“{name or 'The file'}” is of a kind that is not read.",
            remedy="Choose a CSV, Excel (.xlsx), JSON lines or Parquet file; CSV and JSON lines may be compressed (.gz).",
        )
    suffixes = Path(name).suffixes
    ending = "".join(suffixes[-2:]) if suffixes[-1].lower() == ".gz" else suffixes[-1]
    stem = name.removesuffix(ending).encode()[:_LONGEST_STEM].decode(errors="ignore").rstrip()
    return (stem or "file") + ending


def keep(store: Store, received: Received, name: str, account: Account, purpose: str, settle: Callable[[], None]) -> Upload:
    """Keep a file that was received, with what is proposed for it. ``settle`` is called when it is kept.

    ``BadInput`` where it cannot be read or is of a kind that is not; ``AlreadySent`` where the same file waits. Then nothing is
    kept.
    """
    name = known_name(name)
    with named(received.path, name) as path:
        found = described(store, path, account)
    with transaction.atomic():
        if len(found.sheets) < 2:
            _refuse_twice(received.sha256, account)
        upload = Upload.objects.create(
            id=received.id,
            name=_free_name(store, name, account),
            sha256=received.sha256,
            bytes=received.bytes,
            agency=account.agency,
            sent_by=account,
            sent_at=datetime.now(UTC),
            proposal=found.to_json(),
            mapping=found.mapping,
            typed=found.typed,
        )
        detail = {"upload": str(upload.id), "sha256": upload.sha256, "bytes": upload.bytes}
        audit.append("file sent", account=account, purpose=purpose, text=upload.name, detail=detail)
    settle()
    return upload


def _refuse_twice(sha256: str, account: Account) -> None:
    same = Upload.objects.filter(sha256=sha256, agency=account.agency, status__in=_OPEN).first()
    if same is not None:
        mine = same.sent_by_id == account.pk
        who = "You have" if mine else f"{same.sent_by.username} has"
        raise AlreadySent(
            f"{who} sent this file already, as “{same.name}”.",
            upload=same if mine else None,
            remedy="Go on with that one." if mine else "Ask them, or wait for the next build.",
        )


def _free_name(store: Store, name: str, account: Account) -> str:
    """The name, unless a file that waits or another agency's file has it: then with the day, and a number where need be."""
    taken = {entry.name: entry.agency for entry in _served(store)}
    waiting = set(Upload.objects.filter(status__in=_OPEN).values_list("name", flat=True))
    if name not in waiting and taken.get(name, account.agency.name) == account.agency.name:
        return name
    return dated_name(name, {*taken, *waiting})


def dated_name(name: str, taken: set[str]) -> str:
    """The name with today's date in it and not in ``taken``: a file of that name sorts, and so counts, after one without."""
    stem, dot, ending = name.partition(".")
    today = f"_{datetime.now(UTC):%Y-%m-%d}"
    dated = stem.partition(today)[0] + today
    for number in range(1, len(taken) + 2):
        tried = f"{dated}{'' if number == 1 else f'_{number}'}{dot}{ending}"
        if tried not in taken:
            return tried
    raise AssertionError("more names are tried than are taken")


def _served(store: Store) -> Sequence[SourceEntry]:
    current = store.current()
    return current.manifest.inputs if current else ()


def own(account: Account, upload_id: uuid.UUID) -> Upload:
    """The account's own upload of that id; ``NotVisible`` in the same words where there is none and where it is another's."""
    found = Upload.objects.select_related("agency", "build").filter(pk=upload_id, sent_by=account).first()
    if found is None:
        raise NotVisible("There is no such file among those you have sent.", remedy="See the files that you have sent.")
    return found


def of_agency(account: Account) -> list[Upload]:
    """The files of the account's agency that are being described or wait for a build, in the order they were sent."""
    return list(Upload.objects.select_related("sent_by", "build").filter(agency=account.agency, status__in=_OPEN))


def taken_place_of(store: Store, upload: Upload) -> bool:
    """Whether the upload will take the place of a file of the same name in the served picture."""
    return any(entry.name == upload.name for entry in _served(store))


def keep_beside(store: Store, upload: Upload) -> None:
    """Give the upload a name of its own, so that the next build keeps the file of the same name beside it."""
    with transaction.atomic():
        held = _to_change(upload)
        waiting = set(Upload.objects.filter(status__in=_OPEN).values_list("name", flat=True))
        held.name = dated_name(held.name, {*waiting, *(entry.name for entry in _served(store))})
        held.save(update_fields=["name"])


def read_mapping(upload: Upload, text: str, account: Account) -> Mapping:
    """The mapping in ``text``, fit for this file and this account; ``BadInput`` with the line where it is not."""
    file = "mapping"
    mapping = Mapping.from_toml(text, file=file)
    lines = key_lines(text)
    if mapping.source.agency != upload.agency.name:
        raise BadInput(
            f"the agency must be your own: '{upload.agency.name}'.",
            file=file,
            line=lines.get(("source", "agency")),
            column="source.agency",
            remedy="Only an agency itself may send its files.",
        )
    if mapping.source.operation and mapping.source.operation not in account.operations:
        raise BadInput(
            f"you are not a member of an operation '{mapping.source.operation}'.",
            file=file,
            line=lines.get(("source", "operation")),
            column="source.operation",
            remedy=f"Yours are: {', '.join(account.operations) or 'none'}. Leave it empty for no operation.",
        )
    if mapping.source.sheet == upload.proposal.get("sheet"):
        mapping.check_columns(upload.proposal["columns"], file=file)
    return mapping


def save(upload: Upload, mapping: Mapping, text: str) -> None:
    """Keep a mapping without fault; what was typed and had one is forgotten."""
    mapping.require_complete(upload.name)
    _change(upload, mapping=text, typed=None, problem="")


def keep_typed(upload: Upload, typed: dict[str, object]) -> None:
    """Keep a form as it was typed, faults and all."""
    _change(upload, typed=typed)


def describe_again(store: Store, upload: Upload, account: Account, *, sheet: str | None, kind: str | None) -> None:
    """Propose anew, for another sheet of a workbook or for rows of another kind."""
    with named(data_file(store, upload.id), upload.name) as path:
        found: Described = described(store, path, account, sheet=sheet, kind=kind)
    _change(upload, proposal=found.to_json(), mapping=found.mapping, typed=found.typed)


def examples(store: Store, upload: Upload, account: Account, purpose: str) -> dict[str, list[str]]:
    """The first values of each column, for the person who describes them. Written to the audit: they are of people."""
    with named(data_file(store, upload.id), upload.name) as path:
        seen = peek(path, _PEEKED, sheet=upload.proposal.get("sheet")).batch
    audit.append_durably("sent file looked at", account=account, purpose=purpose, detail={"upload": str(upload.id)})
    return {
        name: [text[:_LONGEST_EXAMPLE] for text in list(dict.fromkeys(filter(None, cells)))[:_EXAMPLES]]
        for name, cells in seen.columns.items()
    }


def preview(store: Store, upload: Upload, account: Account, purpose: str) -> Preview:
    """What the next build would keep of the file's first rows. Written to the audit before it is given: they are of people."""
    mapping = read_mapping(upload, upload.mapping, account)
    with named(data_file(store, upload.id), upload.name) as path:
        made = preview_file(path, mapping)
    audit.append_durably(
        "sent file looked at", account=account, purpose=purpose, detail={"upload": str(upload.id), "rows": made.read}
    )
    return made


def accept(store: Store, upload: Upload, account: Account, purpose: str) -> None:
    """Take the file into the next build; ``BadInput`` where its mapping is not complete, or something typed has a fault."""
    if upload.typed or not upload.mapping:
        raise BadInput(
            "What you typed has not been saved.", file=upload.name, remedy="Save it first, and look at what would be kept."
        )
    read_mapping(upload, upload.mapping, account).require_complete(upload.name)
    with transaction.atomic():
        held = _to_change(upload)
        if not data_file(store, held.id).is_file():
            raise BadInput("The file is no longer there.", file=held.name, remedy="Withdraw it and send it again.")
        held.status = Upload.Status.ACCEPTED
        held.problem = ""
        held.save(update_fields=["status", "problem"])
        audit.append("sent file accepted", account=account, purpose=purpose, detail={"upload": str(held.id)})


def take_back(upload: Upload) -> None:
    """Take the file out of the next build, to change what is said of it."""
    with transaction.atomic():
        held = _locked(upload)
        if held.status == Upload.Status.ACCEPTED:
            _refuse_in_build(held)
            held.status = Upload.Status.MAPPING
            held.save(update_fields=["status"])


def withdraw(store: Store, upload: Upload, account: Account, purpose: str) -> None:
    """Give the file up and take its bytes away."""
    with transaction.atomic():
        held = _locked(upload)
        if held.status not in _OPEN:
            raise BadInput(f"The file is {held.get_status_display()} already.", file=held.name)
        _refuse_in_build(held)
        held.status = Upload.Status.WITHDRAWN
        held.ended_at = datetime.now(UTC)
        held.typed = None
        held.save(update_fields=["status", "ended_at", "typed"])
        audit.append("sent file withdrawn", account=account, purpose=purpose, detail={"upload": str(held.id)})
    remove(store, held.id)


def clear(store: Store) -> None:
    """Take away what was cut short: see :func:`.incoming.clear_leftovers`."""
    clear_leftovers(store, lambda: {str(pk) for pk in Upload.objects.filter(status__in=_OPEN).values_list("pk", flat=True)})


def _locked(upload: Upload) -> Upload:
    return Upload.objects.select_for_update().get(pk=upload.pk)


def _refuse_in_build(upload: Upload) -> None:
    if upload.build_id is not None:
        raise BadInput("A build is reading the file.", file=upload.name, remedy="Wait until it has ended.")


def _to_change(upload: Upload) -> Upload:
    """The row, locked, if it may still be changed."""
    held = _locked(upload)
    if held.status != Upload.Status.MAPPING:
        raise BadInput(f"The file {_STANDING[held.status]}, so nothing was changed.", file=held.name, remedy=_THEN[held.status])
    return held


_STANDING = {"accepted": "waits for the next build", "loaded": "is in a picture", "withdrawn": "was withdrawn"}
_THEN = {
    "accepted": "Take it back first.",
    "loaded": "Send it again to load it in another way.",
    "withdrawn": "Send it again.",
}


def _change(upload: Upload, **values: object) -> None:
    with transaction.atomic():
        held = _to_change(upload)
        for name, value in values.items():
            setattr(held, name, value)
            setattr(upload, name, value)
        held.save(update_fields=list(values))
