"""One group: its people by their part in supply, why each matters and belongs, and who is at its edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.governance.gateway import Gateway
from stronghold.governance.group_evidence import MemberEvidence, TieTo
from stronghold.governance.group_standing import PlaceInGroup, StandingView
from stronghold.governance.groups import GroupView, MemberView
from stronghold.network.standing.reasons import VOCABULARY
from stronghold.vocabulary import terms
from stronghold.web.doors import Request, reads
from stronghold.web.paging import Pages, asked_page

__all__ = ["Behind", "evidence", "people", "urlpatterns"]

_RECORDS_SHOWN = 5
_TIES_SHOWN = 12
_NO_PART = "No record says what part they have"


@dataclass(frozen=True)
class Behind:
    """A sentence with the first of the records that say it (key, and the last part of it), and how many more there are."""

    sentence: str
    records: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True)
class PersonRow:
    """One member: how likely, and why they matter."""

    member: MemberView
    standing: StandingView
    reasons: tuple[Behind, ...]
    protected_by: tuple[Behind, ...]

    @property
    def places(self) -> tuple[PlaceInGroup, ...]:
        return self.standing.places


@dataclass(frozen=True)
class Part:
    """Those of one part in the supply chain, in words, in the order that the guide states."""

    label: str
    people: tuple[PersonRow, ...]


@dataclass(frozen=True)
class TieRow:
    """A tie to another member, with its records."""

    tie: TieTo
    label: str
    behind: Behind


@dataclass(frozen=True)
class EvidenceRow:
    """Why somebody is in the group, or at its edge."""

    member: MemberView
    at_edge: bool
    said: tuple[Behind, ...]
    ties: tuple[TieRow, ...]
    more: int


@reads
def people(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    view = gateway.group(group_id)
    members = {member.entity_id: member for member in view.people}
    rows = [
        PersonRow(
            members[one.entity_id],
            one,
            tuple(behind(reason.sentence, reason.records) for reason in one.reasons),
            tuple(behind(reason.sentence, reason.records) for reason in one.protection.live),
        )
        for one in gateway.group_standing(group_id)
        if one.entity_id in members
    ]
    told = {
        "view": view,
        "group": view.summary,
        "current": "people",
        "protect": [row for row in rows if row.standing.protect],
        "parts": _parts(row for row in rows if not row.standing.protect),
        "unchecked": sum(row.standing.protection.state == "unchecked" for row in rows),
    }
    return render(request, "pages/groups/people.html", told)


@reads
def evidence(request: Request, gateway: Gateway, group_id: str) -> HttpResponse:
    """Why each belongs, some at a time; with ``who`` one of them."""
    view = gateway.group(group_id)
    who = request.GET.get("who", "").strip().upper()
    everyone = [*view.people, *view.edge]
    wanted = [member for member in everyone if not who or member.entity_id == who]
    pages = Pages(len(wanted), asked_page(request))
    if pages.turned_too_far:
        return pages.back(request)
    shown = pages.of(wanted)
    found = {each.entity_id: each for each in gateway.group_evidence(group_id)}
    rows = _evidence_rows(view, shown, found)
    told = {"view": view, "group": view.summary, "current": "evidence", "rows": rows, "pages": pages, "who": who}
    return render(request, "pages/groups/evidence.html", told | {"before": f"who={who}&" if who else ""})


def behind(sentence: str, records: tuple[str, ...]) -> Behind:
    """The sentence with the latest of its records."""
    latest = records[::-1][:_RECORDS_SHOWN]
    return Behind(sentence, tuple((key, key.split("/", 3)[-1]) for key in latest), len(records) - len(latest))


def _parts(rows: Iterable[PersonRow]) -> list[Part]:
    """Each under the part nearest the source of supply that records are evidence of; the parts as the vocabulary lists them."""
    order = list(dict.fromkeys(str(term.extra.get("part", "")) for term in terms(VOCABULARY).terms.values()))
    by_part: dict[str, list[PersonRow]] = {part: [] for part in order if part}
    without: list[PersonRow] = []
    for row in rows:
        (by_part[row.standing.parts[0]] if row.standing.parts else without).append(row)
    found = [Part(part.capitalize(), tuple(each)) for part, each in by_part.items() if each]
    return [*found, Part(_NO_PART, tuple(without))] if without else found


def _evidence_rows(view: GroupView, shown: Sequence[MemberView], found: dict[str, MemberEvidence]) -> list[EvidenceRow]:
    labels = {member.entity_id: member.label for member in (*view.people, *view.edge)}
    edge = {member.entity_id for member in view.edge}
    rows = []
    for member in shown:
        why = found.get(member.entity_id, MemberEvidence(member.entity_id, (), ()))
        ties = tuple(
            TieRow(tie, labels.get(tie.entity_id, tie.entity_id), behind("", tie.records)) for tie in why.ties[:_TIES_SHOWN]
        )
        said = tuple(behind(sentence, keys) for sentence, keys in why.said)
        rows.append(EvidenceRow(member, member.entity_id in edge, said, ties, len(why.ties) - len(ties)))
    return rows


urlpatterns = [
    path("group/<str:group_id>/", people, name="group"),
    path("group/<str:group_id>/evidence/", evidence, name="group_evidence"),
]
