"""The one door to people's data: it takes an account and a purpose, denies by default, and writes the audit before it answers.

Everything that shows what a snapshot holds about people goes through here: pages, search, exports, the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

import duckdb
from django.conf import settings

from stronghold.errors import BadInput
from stronghold.governance import accounts, audit, policy, quarantine
from stronghold.governance.answers import EntityView, Found, RecordView
from stronghold.governance.labels import entity_labels
from stronghold.governance.models import Account
from stronghold.governance.records import in_utc, record_by_key, records_of
from stronghold.governance.relations import links_of, ties_of
from stronghold.intake.corrections import read_corrections
from stronghold.intake.quarantine import QuarantinedRow, export
from stronghold.intake.quarantine import rows as quarantined_rows
from stronghold.linking.model import PersonModel
from stronghold.picture.snapshot import MODEL_FILE, Snapshot
from stronghold.picture.store import Store
from stronghold.vocabulary import terms

__all__ = ["Gateway", "open_gateway"]

# Each is explained field by field, which takes several look-ups.
_LINKS_SHOWN = 25
_ENTITY_ID = re.compile(r"[PATVO]-[0-9A-Z]{8}")


def open_gateway(store: Path, account_name: str, purpose: str) -> Gateway:
    """A gateway to the store's served snapshot for one request by ``account_name`` for ``purpose``.

    Django is set up for the store before (``stronghold.web.setup.prepare``). ``BadInput`` where the account is unknown or closed,
    the purpose is unknown or the account's roles do not permit it: each refusal is written to the audit chain.
    """
    if settings.STRONGHOLD_STORE is not None and settings.STRONGHOLD_STORE.resolve() != store.resolve():
        raise BadInput("The audit in use is another store's.", file=str(store), remedy="Work on one store at a time.")
    account = accounts.find(account_name)
    if account is None:
        _refuse("unknown account", f"There is no account '{account_name}'.", text=account_name)
    if not account.is_active:
        _refuse("closed account", f"The account '{account.username}' is closed.", account=account)
    stated = terms("purposes").find(purpose)
    permitted = policy.permitted_purposes(account)
    choose = f"'{account.username}' may read for: {', '.join(permitted) or 'nothing'}."
    if stated is None:
        _refuse("unknown purpose", f"There is no purpose '{purpose}'.", account=account, text=purpose, remedy=choose)
    if stated.name not in permitted:
        message = f"The roles of '{account.username}' do not permit the purpose '{stated.name}'."
        _refuse("purpose not permitted", message, account=account, purpose=stated.name, remedy=choose)
    opened = Store.open(store)
    snapshot = opened.current()
    if snapshot is None:
        raise BadInput("The store has no picture yet.", file=str(store), remedy="Make one with `stronghold build`.")
    return Gateway(opened, snapshot, account, stated.name)


class Gateway:
    """What one account may read of one snapshot for one purpose. A context manager; otherwise :meth:`close` it.

    The access policy is decided once, when it is opened.
    """

    def __init__(self, store: Store, snapshot: Snapshot, account: Account, purpose: str) -> None:
        self._store = store
        self._snapshot = snapshot
        self._account = account
        self._purpose = purpose
        self._classes = policy.visible_classes(account, purpose, snapshot.classes()).visible_ids
        self._closing = ExitStack()
        self._con = self._closing.enter_context(snapshot.connect())
        self._con.execute(
            "CREATE TEMP TABLE visible AS SELECT unnest($classes::INTEGER[]) AS class_id", {"classes": self._classes}
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._closing.close()

    def find(self, text: str, limit: int = 20) -> list[Found]:
        """Entities that ``text`` finds, best first, at most ``limit``; told by visible records alone."""
        matches: dict[str, list[str]] = {}
        # One entity may be found by several texts.
        for hit in self._snapshot.search(text, self._classes, limit * 4):
            matches.setdefault(hit.entity_id, []).append(hit.text)
        labels = entity_labels(self._con, matches)
        found = [Found(e, *labels[e], tuple(texts)) for e, texts in matches.items() if e in labels][:limit]
        self._write("find", subjects=(f.entity_id for f in found), text=text, found=len(found))
        return found

    def show(self, key: str, *, limit: int = 100) -> EntityView | RecordView:
        """The entity of that id, or the record of that key, as far as visible records show it; lists of at most ``limit``.

        ``BadInput`` in the same words where there is none and where all of it is hidden; both are written to the audit.
        """
        asked = key.strip()
        view: EntityView | RecordView | None
        if _ENTITY_ID.fullmatch(asked.upper()):
            view = self._entity(asked.upper(), limit)
        else:
            view = record_by_key(self._con, asked.split("#")[0])
        if view is None:
            self._write("show", text=asked, found=0)
            raise BadInput(
                f"Nothing by '{asked}' is visible to '{self._account.username}' for the purpose '{self._purpose}'.",
                remedy="Look for it with `stronghold find`.",
            )
        self._write("show", subjects=_shown(view), found=1)
        return view

    def quarantine(self) -> Iterator[QuarantinedRow]:
        """Rows that could not be kept, in the order of their files and lines.

        Such a row may hold a handling code of its own that nobody could read: each is treated as shared with conditions (``C``).
        """
        self._write("quarantine", rows=quarantine.count(self._quarantined))
        return quarantined_rows(self._quarantined)

    def export_quarantine(self, path: Path) -> int:
        """Write those rows to ``path`` (CSV or XLSX by its name) for a person to correct; how many."""
        self._write("quarantine exported", rows=quarantine.count(self._quarantined))
        return export(self._quarantined, path)

    def correct_quarantine(self, path: Path) -> tuple[int, list[BadInput]]:
        """Take in the rows a person corrected in such an export, for the next build: how many, and what is wrong with others.

        Nothing is kept where no row was corrected. Rows this account may not see cannot be corrected by it.
        """
        corrections, problems = read_corrections(path, self._quarantined)
        self._write("quarantine corrected", accepted=len(corrections), refused=len(problems))
        if corrections:
            quarantine.keep_corrections(self._store, corrections)
        return len(corrections), problems

    @cached_property
    def _model(self) -> PersonModel | None:
        """The model that the snapshot's links were scored with; ``None`` where it linked no people."""
        path = self._snapshot.path / MODEL_FILE
        return PersonModel.from_json(path.read_text(encoding="utf-8"), file=str(path)) if path.is_file() else None

    @cached_property
    def _quarantined(self) -> duckdb.DuckDBPyConnection:
        classes = quarantine.source_classes(self._con)
        visible = policy.visible_classes(self._account, self._purpose, classes).visible_ids
        con = quarantine.visible_quarantine(self._snapshot, visible)
        self._closing.callback(con.close)
        return con

    def _entity(self, asked: str, limit: int) -> EntityView | None:
        entity_id = _follow_aliases(self._con, asked)
        named = entity_labels(self._con, [entity_id]).get(entity_id)
        if named is None:
            return None
        row = self._con.execute(
            "SELECT count(DISTINCT r.record_id), min(r.occurred_from),"
            " max(coalesce(r.occurred_to - INTERVAL 1 MICROSECOND, r.occurred_from))"
            " FROM entity_member em JOIN mention m USING (mention_id) JOIN record r USING (record_id)"
            " JOIN visible v USING (class_id) WHERE em.entity_id = $entity",
            {"entity": entity_id},
        ).fetchone()
        records, first, last = row or (0, None, None)
        return EntityView(
            entity_id=entity_id,
            kind=named[0],
            label=named[1],
            redirected_from=asked if asked != entity_id else None,
            records_visible=records,
            first_seen=in_utc(first),
            last_seen=in_utc(last),
            records=tuple(records_of(self._con, entity_id, limit)),
            ties=tuple(ties_of(self._con, entity_id, limit)),
            links=tuple(links_of(self._con, self._model, entity_id, min(limit, _LINKS_SHOWN))),
        )

    def _write(self, action: str, *, subjects: Iterable[str] = (), text: str = "", **detail: Any) -> None:
        audit.append_durably(
            action,
            account=self._account,
            purpose=self._purpose,
            subjects=subjects,
            text=text,
            detail={"snapshot": self._snapshot.id, **detail},
        )


def _refuse(
    reason: str, message: str, *, account: Account | None = None, purpose: str = "", text: str = "", remedy: str | None = None
) -> NoReturn:
    audit.append_durably("refused", account=account, purpose=purpose, text=text, detail={"reason": reason})
    raise BadInput(message, remedy=remedy or "Ask whoever keeps the accounts.")


def _follow_aliases(con: duckdb.DuckDBPyConnection, entity_id: str) -> str:
    """The id that ``entity_id`` goes by today."""
    seen = {entity_id}
    while row := con.execute("SELECT entity_id FROM entity_alias WHERE old_id = $id", {"id": entity_id}).fetchone():
        if row[0] in seen:
            break
        entity_id = row[0]
        seen.add(entity_id)
    return entity_id


def _shown(view: EntityView | RecordView) -> Iterator[str]:
    """Every entity and record key that the view tells something of, what was asked for first."""
    if isinstance(view, RecordView):
        yield view.record_key
        yield from (m.entity_id for m in view.mentions if m.entity_id)
        return
    yield view.entity_id
    yield from (tie.entity_id for tie in view.ties)
    yield from (m.entity_id for record in view.records for m in record.mentions if m.entity_id)
