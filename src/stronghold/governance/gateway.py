"""The one door to people's data: it takes an account and a purpose, denies by default, and writes the audit before it answers.

Everything that shows what a snapshot holds about people goes through here: pages, search, exports, the command line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import duckdb
from django.conf import settings

from stronghold.errors import BadInput
from stronghold.governance import accounts, audit, policy, quarantine
from stronghold.governance.answers import EntityView, Findings, RecordView
from stronghold.governance.bearing import Bearing, bearing_of
from stronghold.governance.consequences import know_groups
from stronghold.governance.entities import entity_view, today_called
from stronghold.governance.exporting import drawn_of, made_by
from stronghold.governance.finding import find
from stronghold.governance.gateway_plans import PlanReads
from stronghold.governance.history import EntityHistory, history_of
from stronghold.governance.models import Account
from stronghold.governance.neighbourhood import Neighbourhood, neighbourhood_of
from stronghold.governance.overlay import gone_from, lost_texts
from stronghold.governance.overview import Overview, overview_of
from stronghold.governance.places import Places, places_of_entity, places_of_record
from stronghold.governance.quarantine import QuarantinedRowView, QuarantinePage
from stronghold.governance.records import hidden_records, record_by_key
from stronghold.governance.refusals import NoPicture, NotVisible, Refused
from stronghold.governance.reviewing import Questions, questions_of
from stronghold.governance.side_by_side import ENTITY_ID, LinkBetween, SideBySide, link_between, side_by_side
from stronghold.governance.sides import Known, MentionSide, known_keys, members_among, sides_of
from stronghold.governance.sources import SourcesView, sources_of
from stronghold.governance.subjects import in_beside, in_entity, in_records
from stronghold.governance.timeline import Timeline, timeline_of
from stronghold.governance.why_one import WhyOne, snapshot_model, why_one
from stronghold.intake.corrections import Correction, correct_row, read_corrections
from stronghold.intake.quarantine import QuarantinedRow, export
from stronghold.intake.quarantine import rows as quarantined_rows
from stronghold.linking.model import PersonModel
from stronghold.network.formats import DrawnNetwork
from stronghold.picture.store import Store
from stronghold.vocabulary import terms

__all__ = ["Gateway", "open_gateway"]


def open_gateway(store: Path, account_name: str, purpose: str) -> Gateway:
    """A gateway to the store's served snapshot for one request by ``account_name`` for ``purpose``.

    Django is set up for the store before (``stronghold.web.setup.prepare``). ``Refused`` where the account is unknown or closed,
    the purpose is unknown or the account's roles do not permit it: each refusal is written to the audit chain. ``NoPicture``
    where nothing was built yet.
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
        raise NoPicture("The store has no picture yet.", file=str(store), remedy="Make one with `stronghold build`.")
    snapshot.keep_open()
    return Gateway(opened, snapshot, account, stated.name)


class Gateway(PlanReads):
    """What one account may read of one snapshot for one purpose. A context manager; otherwise :meth:`close` it.

    The access policy is decided once, when it is opened.
    """

    def overview(self) -> Overview:
        """What of the picture this account may see, by kind, and the latest of it."""
        view = overview_of(self._snapshot, self._con, self._classes, self._laid.withdrawn)
        self._write("overview", subjects=in_records(view.latest), found=len(view.latest))
        return view

    def find(self, text: str, limit: int = 20, kinds: Collection[str] | None = None, *, offset: int = 0) -> Findings:
        """Entities (of ``kinds``) that ``text`` finds, best first, ``limit`` from the ``offset``th on; told by visible records."""
        lost = lost_texts(self._snapshot, self._laid, self._classes)
        view = find(self._snapshot, self._con, self._classes, text, limit=limit, kinds=kinds, offset=offset, lost=lost)
        shown = [f.entity_id for f in view.found]
        self._write("find", subjects=[*shown, *in_records(view.records)], text=text, found=len(shown))
        return view

    def show(self, key: str, *, limit: int = 100) -> EntityView | RecordView:
        """The entity of that id, or the record of that key, as far as visible records show it; lists of at most ``limit``.

        ``NotVisible`` in the same words where there is none and where all of it is hidden; both are written to the audit.
        """
        asked = key.strip()
        if ENTITY_ID.fullmatch(asked.upper()):
            return self.entity(asked, limit=limit)
        view = record_by_key(self._con, asked.split("#")[0])
        if view is None:
            self._not_visible("show", asked)
        self._write("show", subjects=in_records([view]), found=1)
        return view

    def entity(self, entity_id: str, **asked: Any) -> EntityView:
        """The entity of that id: see :func:`.entities.entity_view` for what narrows it. ``NotVisible`` as by :meth:`show`."""
        view = entity_view(self._con, lambda: self._model, entity_id.strip().upper(), **asked)
        if view is None:
            self._not_visible("show", entity_id.strip())
        self._write("show", subjects=in_entity(view), found=1)
        return replace(view, gone=gone_from(self._con, self._laid, view.entity_id))

    def why_one(self, entity_id: str, *, limit: int, offset: int = 0) -> WhyOne:
        """Why the records of the entity are taken for one, link by link: see :mod:`.why_one`; ``NotVisible`` as by :meth:`show`."""
        view = why_one(self._con, self._model, entity_id.strip().upper(), limit=limit, offset=offset)
        if view is None:
            self._not_visible("why one", entity_id.strip())
        records = (side.record.record_key for link in view.links for side in link.sides)
        self._write("why one", subjects=(view.entity.entity_id, *records), found=len(view.links))
        return view

    def neighbourhood(self, entity_id: str, **narrowed: Any) -> Neighbourhood:
        """Who and what is one or two ties around the entity: see :func:`.neighbourhood.neighbourhood_of` for what narrows it.

        ``NotVisible`` as by :meth:`show`.
        """
        return self._around("neighbourhood", entity_id.strip(), narrowed)

    def export_neighbourhood(self, entity_id: str, **narrowed: Any) -> DrawnNetwork:
        """The neighbourhood as :meth:`neighbourhood` gives it, to be written as a file; the audit says that it leaves."""
        found = self._around("network exported", entity_id.strip(), narrowed)
        return drawn_of(self._con, found, made_by(self._account, self._purpose))

    def _around(self, action: str, asked: str, narrowed: dict[str, Any]) -> Neighbourhood:
        today = today_called(self._con, asked.upper())
        found = neighbourhood_of(self._con, today, **narrowed)
        if found is None:
            self._not_visible(action, asked)
        self._write(action, subjects=(n.entity_id for n in found.nodes), found=len(found.nodes))
        return replace(found, redirected_from=asked.upper() if asked.upper() != today else None)

    def places(self, key: str) -> Places:
        """Where the entity of that id, or the record of that key, can be put on a map; ``NotVisible`` as by :meth:`show`."""
        asked = key.strip()
        found: Places | None
        today = ""
        if ENTITY_ID.fullmatch(asked.upper()):
            today = today_called(self._con, asked.upper())
            found = places_of_entity(self._con, today)
        else:
            found = places_of_record(self._con, asked.split("#")[0])
        if found is None:
            self._not_visible("places", asked)
        subjects = (found.key, *(place.entity_id for place in found.places if place.entity_id))
        self._write("places", subjects=subjects, found=len(found.places))
        return replace(found, redirected_from=asked.upper() if today not in ("", asked.upper()) else None)

    def timeline(self, entity_id: str, **narrowed: Any) -> Timeline:
        """The entity's records in time order: see :func:`.timeline.timeline_of` for what narrows them; ``NotVisible`` as
        by :meth:`show`."""
        asked = entity_id.strip()
        today = today_called(self._con, asked.upper())
        found = timeline_of(self._con, today, **narrowed)
        if found is None:
            self._not_visible("timeline", asked)
        places = (place.entity_id for entry in found.entries for place in entry.places)
        self._write("timeline", subjects=(found.entity_id, *places), found=len(found.entries))
        return replace(found, redirected_from=asked.upper() if asked.upper() != today else None)

    def side_by_side(self, left: str, right: str) -> SideBySide:
        """Two entities (by id) or mentions (by key) beside each other; ``NotVisible`` as by :meth:`show`, ``BadInput`` where they
        are of different kinds."""
        know_groups(self._con, self._shown().groups)
        found = side_by_side(self._con, self._model, left.strip(), right.strip())
        if isinstance(found, str):
            self._not_visible("side by side", found)
        self._write("side by side", subjects=[*in_beside(found.left), *in_beside(found.right)], found=2)
        return found

    def mentions(self, keys: Collection[str]) -> dict[str, MentionSide]:
        """The visible ones of the mentions of those keys, by key."""
        found = sides_of(self._con, keys)
        subjects = [subject for side in found.values() for subject in (side.record.record_key, side.entity_id)]
        self._write("mentions", subjects=subjects, found=len(found))
        return found

    def known(self, keys: Collection[str]) -> Known:
        """Which of those mentions are visible. It tells nothing of what they say, so it is not in the audit."""
        return known_keys(self._con, keys)

    def members_among(self, keys: Collection[str], entity_id: str) -> frozenset[str]:
        """Those of the keys that visible mentions of the entity have; as :meth:`known`, not in the audit."""
        return members_among(self._con, keys, entity_id)

    def link_between(self, left: str, right: str) -> LinkBetween | None:
        """What the linking made of two visible mentions; ``None`` where they have no link. It tells nothing of what they say."""
        if set(known_keys(self._con, [left, right]).visible) != {left, right}:
            return None
        return link_between(self._con, None, left, right)

    def questions(self, decided: Collection[tuple[str, str]], **asked: Any) -> Questions:
        """The links that people should look at first: see :func:`.reviewing.questions_of` for what narrows them."""
        know_groups(self._con, self._shown().groups)
        found = questions_of(self._con, self._model, decided, **asked)
        self._write("review", subjects=found.subjects, found=len(found.questions))
        return found

    def bearing(self, record_key: str, *, discredited: bool = False) -> Bearing:
        """What of the picture would change without the record (``discredited``: were it no evidence); ``NotVisible`` as by :meth:`show`."""
        found = bearing_of(self._con, record_key, discredited=discredited)
        if found is None:
            self._not_visible("bearing", record_key)
        self._write("bearing", subjects=(record_key, *found.subjects), found=len(found.entities) + len(found.ties))
        return found

    def hidden_records(self, keys: Collection[str]) -> frozenset[str]:
        """Those of the records that the picture holds and hides from the account; as :meth:`known`, not in the audit."""
        return hidden_records(self._con, keys)

    def history(self, entity_id: str) -> EntityHistory:
        """What the entity was called and when it was joined and parted, by the pictures that the store keeps; ``NotVisible`` as by
        :meth:`show`."""
        asked = entity_id.strip().upper()
        found = history_of(self._store, self._snapshot, self._con, asked)
        if found is None:
            self._not_visible("history", entity_id.strip())
        self._write("history", subjects=(found.entity_id, *found.aliases), found=len(found.events))
        return found

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

    def quarantine_page(self, **asked: Any) -> QuarantinePage:
        """Some of those rows: see :func:`.quarantine.page_of` for what narrows them."""
        page = quarantine.page_of(self._quarantined, self._waiting_corrections, **asked)
        self._write("quarantine", rows=len(page.rows))
        return page

    def quarantined_row(self, mark: str) -> QuarantinedRowView:
        """The quarantined row of that mark; ``NotVisible`` where there is none, or where this account may not see it."""
        view = quarantine.row_view(self._quarantined, self._waiting_corrections, mark)
        told = {"rows": 1, "row": view.row.mark} if view else {"rows": 0}
        self._write("quarantined row", text="" if view else mark, **told)
        if view is None:
            raise NotVisible("There is no such row in quarantine.", remedy="A build may have taken a correction of it.")
        return view

    def correct_row(self, mark: str, cells: Mapping[str, str | None]) -> None:
        """Keep what a person typed for a quarantined row, by column of its file, for the next build.

        ``BadInput`` where nothing was changed, or where the row would be quarantined again (with the column and the reason).
        """
        correction = correct_row(self.quarantined_row(mark).row, cells)
        if correction is None:
            raise BadInput("No cell of the row was changed.", remedy="Correct the cell that is at fault.")
        quarantine.refuse_unless_kept(self._store, self._quarantined, correction)
        self._write("quarantine corrected", accepted=1, refused=0, row=mark)
        quarantine.keep_corrections(self._store, [correction])

    def waiting_corrections(self) -> int:
        """How many corrections of rows that this account may see wait for the next build."""
        return len({(c.source_sha256, c.sheet, c.line) for c in self._waiting_corrections})

    def sources(self) -> SourcesView:
        """The files of the picture that the account may know of, whatever it may read of them."""
        self._write("sources")
        return sources_of(self._store, self._snapshot, self._con, self._account)

    @property
    def decisions_obeyed(self) -> frozenset[int]:
        """The numbers of the decisions that the picture was built with."""
        return frozenset(self._snapshot.manifest.decisions)

    @property
    def withdrawals_obeyed(self) -> frozenset[int]:
        """The numbers of the withdrawals that the picture was built with."""
        return frozenset(self._snapshot.manifest.withdrawals)

    @property
    def _model(self) -> PersonModel | None:
        """The model that the snapshot's links were scored with; ``None`` where it linked no people, or another version's did."""
        return self._model_and_problem[0]

    @property
    def model_problem(self) -> str | None:
        """Why links cannot be explained nor asked about, in words, with what to do; ``None`` where they can."""
        return self._model_and_problem[1]

    @cached_property
    def _model_and_problem(self) -> tuple[PersonModel | None, str | None]:
        return snapshot_model(self._snapshot)

    @cached_property
    def _waiting_corrections(self) -> list[Correction]:
        return quarantine.waiting_corrections(self._store, self._snapshot, self._quarantined)

    @cached_property
    def _quarantined(self) -> duckdb.DuckDBPyConnection:
        classes = quarantine.source_classes(self._con)
        visible = policy.visible_classes(self._account, self._purpose, classes).visible_ids
        con = quarantine.visible_quarantine(self._snapshot, visible)
        self._closing.callback(con.close)
        return con


def _refuse(
    reason: str, message: str, *, account: Account | None = None, purpose: str = "", text: str = "", remedy: str | None = None
) -> NoReturn:
    audit.append_durably("refused", account=account, purpose=purpose, text=text, detail={"reason": reason})
    raise Refused(message, remedy=remedy or "Ask whoever keeps the accounts.")
