"""A plan for a list of ties that somebody brings: drawn, measured and planned, and nothing of it is kept or joined to the picture."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from stronghold.charts import Chart, drawn_network
from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.network.disruption.aftermath import without
from stronghold.network.disruption.plan import Plan, make_plan
from stronghold.network.disruption.uncertain import UncertainPlan, make_uncertain_plan
from stronghold.network.edges_file import EdgesFile, read_edges
from stronghold.network.graph import Network
from stronghold.network.measures import MEANINGS, measures
from stronghold.web.doors import Request, acts
from stronghold.web.network_layout import positions_of_parts

__all__ = ["LARGEST_FILE", "MOST_DRAWN", "MOST_PEOPLE", "MOST_TIES", "TiesForm", "ties_plan", "urlpatterns"]

LARGEST_FILE = 5 * 2**20
MOST_PEOPLE, MOST_TIES, MOST_DRAWN = 2_000, 50_000, 300
_MOST_CHOSEN, _SECONDS, _WAIT = 50, 10.0, 30.0
# A plan takes all that one processor has: several at once would each be proved later, or not at all.
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)


class TiesForm(forms.Form):
    """A file of ties, and what is planned for it."""

    file = forms.FileField(
        label="File of ties",
        help_text=f"GraphML, or CSV with the columns source, target and, if known, strength (the chance that the tie is real, from 0 to 1). "
        f"At most {LARGEST_FILE // 2**20} MB, {MOST_PEOPLE:,} people and {MOST_TIES:,} ties.",
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": "Choose a file", "invalid": "Choose a file"},
    )
    people = forms.IntegerField(
        label="How many people to act on",
        min_value=1,
        max_value=_MOST_CHOSEN,
        initial=3,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "required": "Enter how many people to act on",
            "invalid": "Enter a whole number",
            "min_value": "Enter 1 or more",
            "max_value": f"Enter {_MOST_CHOSEN} or fewer",
        },
    )
    excluded = forms.CharField(
        label="Never to be chosen",
        help_text="Ids as in the file, one on a line: whoever is protected, and whom nobody has checked.",
        required=False,
        max_length=100_000,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
    )
    uncertain = forms.BooleanField(label="Take each tie as real with the chance that is its strength", required=False)

    def clean_file(self) -> UploadedFile[bytes]:
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(f"The file is larger than {LARGEST_FILE // 2**20} MB: give the ties of one group")
        return sent

    def left_out(self) -> list[str]:
        """The ids that are never to be chosen."""
        return [line.strip() for line in self.cleaned_data["excluded"].splitlines() if line.strip()]


@dataclass(frozen=True)
class Planned:
    """What is shown of a list: what was read, the plan, the measures before and after it, and a drawing where it is small enough."""

    read: EdgesFile
    name: str
    plan: Plan
    uncertain: UncertainPlan | None
    measured: tuple[tuple[str, str, str, str], ...]
    drawing: Chart | None

    @property
    def gap(self) -> str:
        return f"{100 * self.plan.gap:.1f}"

    @property
    def gap_limit(self) -> str:
        return f"{100 * self.uncertain.gap_limit:.1f}" if self.uncertain else ""


@acts("save_plan")
def ties_plan(request: Request) -> HttpResponse:
    sent = request.method == "POST"
    form = TiesForm(request.POST if sent else None, request.FILES if sent else None)
    found = None
    if form.is_valid():
        try:
            found = _planned(request, form)
        except _WrongField as wrong:
            form.add_error(wrong.field, wrong.words)
    told = {"form": form, "found": found, "most_drawn": MOST_DRAWN}
    return render(request, "pages/ties.html", told, status=400 if form.errors else 200)


class _WrongField(Exception):
    """What is wrong with what was sent, in words for the field of the form that can mend it."""

    def __init__(self, field: str, problem: BadInput) -> None:
        super().__init__(str(problem))
        self.field = field
        said = f"The file {problem.message}" if problem.message[:1].islower() else problem.message
        if problem.line is not None:
            column = f", column {problem.column}" if problem.column else ""
            said = f"{said.removesuffix('.')} (line {problem.line}{column})."
        self.words = f"{said} {problem.remedy or ''}".strip()


def _planned(request: Request, form: TiesForm) -> Planned:
    """The plan; that one was made is written to the audit before it is shown."""
    sent, people, left_out = form.cleaned_data["file"], form.cleaned_data["people"], form.left_out()
    read = _read(sent)
    network = read.network
    for line, who in enumerate(left_out, 1):
        if who not in network.place:
            raise _WrongField(
                "excluded", BadInput(f"{who!r} is not in the file.", line=line, remedy="Mend the id, or take it out.")
            )
    try:
        plan = _made(network, people, left_out, uncertain=form.cleaned_data["uncertain"])
    except BadInput as problem:
        raise _WrongField("people" if problem.column == "people" else "excluded", problem) from problem
    detail = {"people": len(network.ids), "ties": len(network.left), "chosen": len(plan.chosen), "left_out": len(left_out)}
    audit.append_durably(
        "list of ties planned", account=request.account, purpose=request.purpose or "", text=str(sent.name), detail=detail
    )
    drawing = _drawing(network, plan) if len(network.ids) <= MOST_DRAWN else None
    uncertain = plan if isinstance(plan, UncertainPlan) else None
    return Planned(read, str(sent.name), plan, uncertain, _measured(network, plan.chosen), drawing)


def _read(sent: UploadedFile[bytes]) -> EdgesFile:
    with TemporaryDirectory() as folder:
        kept = Path(folder) / "ties"
        with kept.open("wb") as file:
            for chunk in sent.chunks():
                file.write(chunk)
        try:
            read = read_edges(kept)
        except BadInput as problem:
            raise _WrongField("file", problem) from problem
    for there, most, words in ((len(read.network.ids), MOST_PEOPLE, "people"), (len(read.network.left), MOST_TIES, "ties")):
        if there > most:
            remedy = f"Give one group, of at most {most:,} {words}."
            raise _WrongField("file", BadInput(f"holds {there:,} {words}.", remedy=remedy))
    return read


def _made(network: Network, people: int, left_out: Collection[str], *, uncertain: bool) -> Plan:
    if not _ONE_AT_A_TIME.acquire(timeout=_WAIT):
        raise BadInput("Other plans are being made just now.", column="people", remedy="Try again in a minute.")
    try:
        made = make_uncertain_plan if uncertain else make_plan
        return made(network, people, excluded=left_out, seconds=_SECONDS)
    finally:
        _ONE_AT_A_TIME.release()


def _measured(network: Network, chosen: Collection[str]) -> tuple[tuple[str, str, str, str], ...]:
    """Of each measure its name, what it is before and after, and what it means."""
    before, after = (asdict(measures(each)) for each in (network, network.without(chosen)))
    return tuple(
        (name.replace("_", " ").capitalize(), _figure(before[name]), _figure(after[name]), meaning)
        for name, meaning in MEANINGS.items()
    )


def _figure(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _drawing(network: Network, plan: Plan) -> Chart:
    names = network.ids
    ties = [(names[left], names[right]) for left, right in zip(network.left.tolist(), network.right.tolist(), strict=True)]
    weighed = [(*tie, strength) for tie, strength in zip(ties, network.strength.tolist(), strict=True)]
    places = positions_of_parts(without(network, ()).parts, weighed)
    parts = without(network, plan.chosen).parts
    return drawn_network(
        places, ties, marked=plan.chosen, marked_as="Chosen", parts=parts, title="The network, and what is left of it"
    )


urlpatterns = [path("ties/", ties_plan, name="ties_plan")]
