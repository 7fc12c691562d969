"""Rows that were left out: listed, corrected one by one, or exported, corrected in a spreadsheet and sent back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from stronghold.casework.uploads import known_name
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.governance.quarantine import QuarantinedRowView
from stronghold.web.doors import Request, acts, reads

__all__ = ["RowForm", "correct", "export", "one_row", "quarantined", "send_corrected", "urlpatterns"]

_PAGE = 50
_SHOWN_PROBLEMS = 50
_LONG = 60  # characters; a longer cell is typed in a larger box
_TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class _CellField(forms.CharField):
    """A cell may be empty; it is not called optional, because whether it is needed is for its file to say."""

    def validate(self, value: Any) -> None:
        """Nothing is asked of a cell by itself: the row as a whole is tried."""


class RowForm(forms.Form):
    """One row's cells, by column of its file."""

    def __init__(self, view: QuarantinedRowView, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self._columns = list(view.cells)
        corrected = view.waiting.raw if view.waiting else view.cells
        for number, (name, cell) in enumerate(view.cells.items()):
            held = corrected.get(name) or ""
            long = len(held) > _LONG or "\n" in held
            field = _CellField(label=name, strip=False, initial=held)
            field.widget = forms.Textarea(attrs={"rows": 4}) if long else forms.TextInput(attrs={"autocomplete": "off"})
            if view.waiting and (cell or "") != held:
                field.help_text = f"In the file: {cell or 'empty'}"
            self.fields[f"cell_{number}"] = field

    @property
    def cells(self) -> dict[str, str | None]:
        """What was typed, by column."""
        return {name: self.cleaned_data[f"cell_{number}"] for number, name in enumerate(self._columns)}

    def blame(self, error: BadInput) -> None:
        """Say the error at the column it is of, the first of several that were joined, else above the form."""
        of = [error.column, *(error.column or "").split(", ")]
        at = next((f"cell_{self._columns.index(name)}" for name in of if name in self._columns), None)
        self.add_error(at, f"{error.message} {error.remedy or ''}".strip())


@reads
def quarantined(request: Request, gateway: Gateway) -> HttpResponse:
    """The list, of one file and for one reason where those are chosen."""
    file, reason = request.GET.get("file") or None, request.GET.get("reason") or None
    wanted = request.GET.get("page", "1")
    number = max(int(wanted), 1) if wanted.isdecimal() and len(wanted) < 10 else 1
    page = gateway.quarantine_page(file=file, reason=reason, offset=(number - 1) * _PAGE, limit=_PAGE)
    if not page.rows and number > 1:
        query = urlencode({k: v for k, v in (("file", file), ("reason", reason)) if v})
        return HttpResponseRedirect(f"{request.path}?{query}")
    chosen = {k: v for k, v in (("file", file), ("reason", reason)) if v}
    context = {
        "section": "quarantine",
        "quarantine": page,
        "file": file,
        "reason": reason,
        "page": Paginator(range(page.found), _PAGE).get_page(number),
        "before": f"{urlencode(chosen)}&" if chosen else "",
        "waiting": gateway.waiting_corrections(),
    }
    return render(request, "pages/data/quarantine.html", context)


@reads
def one_row(request: Request, gateway: Gateway, mark: str) -> HttpResponse:
    return _row_page(request, gateway.quarantined_row(mark), None)


@acts("correct")
@require_POST
def correct(request: Request, mark: str) -> HttpResponse:
    """Keep what was typed for the row; what is wrong with it is said at its column."""
    with open_gateway(request.store.path, request.account.username, request.purpose or "") as gateway:
        view = gateway.quarantined_row(mark)
        form = RowForm(view, request.POST)
        if form.is_valid():
            try:
                gateway.correct_row(mark, form.cells)
            except BadInput as error:
                form.blame(error)
            else:
                messages.success(request, "The correction is kept. The next build takes the row in.")
                return HttpResponseRedirect(f"{reverse('quarantine')}?{urlencode({'file': view.row.file})}")
        return _row_page(request, view, form)


def _row_page(request: Request, view: QuarantinedRowView, form: RowForm | None) -> HttpResponse:
    context = {"section": "quarantine", "view": view, "row": view.row, "form": form or RowForm(view)}
    wrong = form is not None and bool(form.errors)
    return render(request, "pages/data/quarantined_row.html", context, status=400 if wrong else 200)


@reads
def export(request: Request, gateway: Gateway) -> HttpResponse:
    """Every row that may be seen, to be corrected in a spreadsheet. Formulas are defused."""
    ending = request.GET.get("as", "csv")
    if ending not in _TYPES:
        raise BadInput("There is an export as CSV and as XLSX only.", remedy="Choose one of the two.")
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / f"quarantine.{ending}"
        gateway.export_quarantine(written)
        content = written.read_bytes()
    answer = HttpResponse(content, content_type=_TYPES[ending])
    answer.headers["Content-Disposition"] = f'attachment; filename="quarantine.{ending}"'
    return answer


class CorrectedForm(forms.Form):
    file = forms.FileField(
        label="Choose the corrected file",
        help_text="A CSV or XLSX file that was exported here, with cells corrected and its first column as it was.",
        allow_empty_file=True,
        error_messages={"required": "Choose the corrected file", "invalid": "Choose the corrected file"},
    )


@acts("correct")
def send_corrected(request: Request) -> HttpResponse:
    """Take in a corrected export; say of each row that was not taken why."""
    form = CorrectedForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"section": "quarantine", "form": form}
    if request.method == "POST":
        form = CorrectedForm(request.POST, request.FILES)
        context["form"] = form
        if form.is_valid():
            try:
                accepted, problems = _take_in(request, form.cleaned_data["file"])
            except BadInput as error:
                form.add_error("file", f"The file {error.message} {error.remedy or ''}".strip())
            else:
                context |= {"accepted": accepted, "problems": problems[:_SHOWN_PROBLEMS], "more": len(problems) - _SHOWN_PROBLEMS}
    return render(request, "pages/data/corrected_file.html", context, status=400 if form.errors else 200)


def _take_in(request: Request, sent: Any) -> tuple[int, list[BadInput]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / known_name(sent.name)
        with path.open("wb") as file:
            for chunk in sent.chunks():
                file.write(chunk)
        with open_gateway(request.store.path, request.account.username, request.purpose or "") as gateway:
            return gateway.correct_quarantine(path)


urlpatterns = [
    path("data/quarantine/", quarantined, name="quarantine"),
    path("data/quarantine/export/", export, name="export_quarantine"),
    path("data/quarantine/corrected/", send_corrected, name="send_corrected"),
    path("data/quarantine/correct/<path:mark>/", correct, name="correct_row"),
    path("data/quarantine/row/<path:mark>/", one_row, name="quarantined_row"),
]
