"""Samples: drawing one, how far it has been judged and what that says, and its file out and back in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import clerical
from stronghold.casework.clerical import SampleView
from stronghold.errors import BadInput
from stronghold.governance.gateway import Gateway, open_gateway
from stronghold.linking.clerical import design_beside
from stronghold.linking.sampling import other_than_asked
from stronghold.web.doors import Request, acts, reads
from stronghold.web.pages.quality.figures import estimate_chart, range_words, strata_chart
from stronghold.web.pages.quality.forms import AnswersForm, DrawForm

__all__ = ["draw", "export", "one_sample", "take_in", "urlpatterns"]

_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "design": "application/json",
}


@acts("decide")
def draw(request: Request) -> HttpResponse:
    """The form by itself, and what is sent with it."""
    form = DrawForm(request.POST) if request.method == "POST" else DrawForm()
    if request.method == "POST" and form.is_valid():
        try:
            with open_gateway(request.store.path, request.account.username, request.purpose or "") as gateway:
                row = clerical.draw(gateway, request.store.path, size=form.cleaned_data["size"], seed=form.cleaned_data["seed"])
        except BadInput as error:
            form.add_error(None, f"{error.message[:1].upper()}{error.message[1:]} {error.remedy or ''}".strip())
        else:
            if why := other_than_asked(row.pairs.count(), form.cleaned_data["size"]):
                messages.success(request, why)
            return HttpResponseRedirect(reverse("link_sample", args=[row.pk]))
    return render(request, "pages/quality/draw.html", {"form": form}, status=400 if form.errors else 200)


@reads
def one_sample(request: Request, gateway: Gateway, sample: int) -> HttpResponse:
    return _page(request, clerical.sample_view(gateway, sample), AnswersForm())


@reads
def export(request: Request, gateway: Gateway, sample: int) -> HttpResponse:
    """The sample as a file to fill in, or its design, which the command line needs beside it."""
    wanted = request.GET.get("as", "csv")
    if wanted not in _TYPES:
        raise BadInput("There is an export as CSV, as XLSX, and of the design only.", remedy="Choose one of them.")
    name = f"sample-{sample}.{'csv' if wanted == 'design' else wanted}"
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / name
        clerical.export(gateway, request.store.path, sample, written)
        sent = design_beside(written) if wanted == "design" else written
        content, called = sent.read_bytes(), sent.name
    answer = HttpResponse(content, content_type=_TYPES[wanted])
    answer.headers["Content-Disposition"] = f'attachment; filename="{called}"'
    return answer


@reads
def take_in(request: Request, gateway: Gateway, sample: int) -> HttpResponse:
    """The answers of a file; what is wrong with it is said, and then none of it is kept."""
    if request.method != "POST":
        return _page(request, clerical.sample_view(gateway, sample), AnswersForm())
    form = AnswersForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            changed = _taken_in(gateway, sample, form.cleaned_data["file"])
        except BadInput as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"Kept from the file: {changed:,} answer{'' if changed == 1 else 's'}.")
            return HttpResponseRedirect(reverse("link_sample", args=[sample]))
    return _page(request, clerical.sample_view(gateway, sample), form)


def _taken_in(gateway: Gateway, number: int, file: File[bytes]) -> int:
    ending = Path(file.name or "").suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise BadInput(
            "the file is neither CSV nor Excel.", file=file.name or "", remedy="Send the file that was exported, filled in."
        )
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / f"answers{ending}"
        with kept.open("wb") as into:
            for chunk in file.chunks():
                into.write(chunk)
        return clerical.take_in(gateway, number, kept)


def _page(request: Request, view: SampleView, form: AnswersForm) -> HttpResponse:
    strata = [{"range": range_words(each.stratum.low, each.stratum.high), **each.__dict__} for each in view.strata]
    context: dict[str, Any] = {
        "view": view,
        "strata": strata,
        "estimate": estimate_chart(view) if view.estimate.precision else None,
        "by_weight": strata_chart(view) if view.answered else None,
        "form": form,
    }
    return render(request, "pages/quality/sample.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("quality/samples/draw/", draw, name="draw_link_sample"),
    path("quality/samples/<int:sample>/", one_sample, name="link_sample"),
    path("quality/samples/<int:sample>/file/", export, name="export_link_sample"),
    path("quality/samples/<int:sample>/answers/", take_in, name="take_in_link_sample"),
]
