"""A file that was sent: how it is to be read, in a form or as text, what would be kept of it, and taking it into the next build."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from stronghold.casework import uploads
from stronghold.casework.descriptions import Description, describe, label_of, mapping_of, missing
from stronghold.casework.models import Upload
from stronghold.errors import BadInput
from stronghold.intake.mapping import Mapping, SourceTerms
from stronghold.vocabulary import kind as kind_named
from stronghold.web.doors import Request, acts
from stronghold.web.pages.data.describing_forms import DescriptionForm, TextForm

__all__ = ["accept", "beside", "describe_file", "edit_text", "look_at", "take_back", "urlpatterns", "withdraw"]


@acts("load")
def describe_file(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    """The form; or, where the file no longer waits to be described, what became of it."""
    upload = uploads.own(request.account, upload_id)
    if upload.status != Upload.Status.MAPPING:
        return render(request, "pages/data/sent.html", _context(request, upload))
    if request.method == "POST":
        return _take_form(request, upload)
    said = _as_said(upload)
    if said is None:
        return HttpResponseRedirect(reverse("described_text", args=[upload.id]))
    return _form_page(request, upload, DescriptionForm(said, upload.proposal["columns"], request.account))


def _as_said(upload: Upload) -> Description | None:
    """What a form begins with: as it was last typed, else as the mapping says; ``None`` where a form cannot show it."""
    if upload.typed and "targets" in upload.typed:
        return _description(upload.typed)
    mapping = _mapping(upload)
    return describe(mapping) if mapping else Description("person")


def _description(typed: dict[str, Any]) -> Description:
    return Description(typed["kind"], typed["targets"], tuple(typed["keys"]), typed["terms"])


def _mapping(upload: Upload) -> Mapping | None:
    return Mapping.from_toml(upload.mapping, file="mapping") if upload.mapping else None


def _take_form(request: Request, upload: Upload) -> HttpResponse:
    said = _as_said(upload) or Description("person")
    form = DescriptionForm(said, upload.proposal["columns"], request.account, request.POST)
    typed = form.typed
    if "sheet" in request.POST.get("do", ""):
        return _again(request, upload, typed, sheet=request.POST.get("sheet"), kind=None)
    chosen = request.POST.get("kind", said.kind)
    if chosen != said.kind and "kind" not in form.errors:
        return _again(request, upload, typed, sheet=upload.proposal.get("sheet"), kind=chosen)
    uploads.keep_typed(upload, asdict(typed))
    if form.is_valid() and _saved(request, upload, form):
        return HttpResponseRedirect(reverse("look_at_file", args=[upload.id]))
    return _form_page(request, upload, form)


def _again(request: Request, upload: Upload, typed: Description, *, sheet: str | None, kind: str | None) -> HttpResponse:
    """Propose anew, and leave what was typed of the terms as it was."""
    uploads.describe_again(request.store, upload, request.account, sheet=sheet, kind=kind)
    said = _as_said(upload)
    if said is not None:
        terms = {name: value or typed.terms.get(name, "") for name, value in said.terms.items()}
        terms.update({name: value for name, value in typed.terms.items() if value})
        uploads.keep_typed(upload, asdict(Description(said.kind, said.targets, said.keys, terms)))
    what = f"the sheet “{sheet}”" if kind is None else f"rows of the kind “{kind_named(kind).label}”"
    messages.info(request, f"This is proposed anew for {what}. Look through the columns.")
    return HttpResponseRedirect(reverse("described_file", args=[upload.id]))


def _saved(request: Request, upload: Upload, form: DescriptionForm) -> bool:
    """Whether the mapping that the form makes was saved; what is wrong with it is said in the form."""
    said = form.said
    base = _mapping(upload)
    source = base.source if base else SourceTerms(upload.agency.name, "", "", "", sheet=upload.proposal.get("sheet"))
    fixed = tuple(base.records[0].constants) if base and base.records[0].kind == said.kind else ()
    for sentence in missing(said, fixed):
        form.add_error("kind", sentence)
    if form.errors:
        return False
    try:
        text = mapping_of(said, upload.proposal["columns"], source, base).to_toml()
        uploads.save(upload, uploads.read_mapping(upload, text, request.account), text)
    except BadInput as error:
        name = (error.column or "").removeprefix("source.")
        form.add_error(name if name in form.fields else "kind", f"{error.message} {error.remedy or ''}".strip())
        return False
    return True


def _form_page(request: Request, upload: Upload, form: DescriptionForm) -> HttpResponse:
    examples = uploads.examples(request.store, upload, request.account, request.purpose or "")
    context = _context(request, upload) | {
        "form": form,
        "rows": form.rows(examples, upload.proposal),
        "takes_place": uploads.taken_place_of(request.store, upload),
        "recognised": bool(upload.proposal["origin"] and upload.mapping and not upload.typed),
    }
    return render(request, "pages/data/describing.html", context, status=400 if form.errors else 200)


def _context(request: Request, upload: Upload) -> dict[str, Any]:
    return {"section": "sending", "upload": upload, "proposal": upload.proposal}


@acts("load")
def edit_text(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    """The mapping as text: everything that a mapping can say."""
    upload = uploads.own(request.account, upload_id)
    if upload.status != Upload.Status.MAPPING:
        return HttpResponseRedirect(reverse("described_file", args=[upload.id]))
    form = TextForm(request.POST or None, initial={"text": _text(upload)})
    if request.method == "POST":
        uploads.keep_typed(upload, {"text": request.POST.get("text", "")})
        if form.is_valid():
            text = form.cleaned_data["text"]
            try:
                uploads.save(upload, uploads.read_mapping(upload, text, request.account), text)
                return HttpResponseRedirect(reverse("look_at_file", args=[upload.id]))
            except BadInput as error:
                where = f"Line {error.line}: " if error.line is not None else ""
                form.add_error("text", f"{where}{error.message} {error.remedy or ''}".strip())
    context = _context(request, upload) | {"form": form, "has_form": _as_said(upload) is not None}
    return render(request, "pages/data/mapping_text.html", context, status=400 if form.errors else 200)


def _text(upload: Upload) -> str:
    typed = upload.typed or {}
    if "text" in typed:
        return str(typed["text"])
    if "targets" in typed:
        source = SourceTerms(upload.agency.name, "", "", "", sheet=upload.proposal.get("sheet"))
        return mapping_of(_description(typed), upload.proposal["columns"], source, _mapping(upload)).to_toml()
    return upload.mapping


@acts("load")
def look_at(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    """What would be kept of the file's first rows, and what would be left out and why."""
    upload = uploads.own(request.account, upload_id)
    if upload.status != Upload.Status.MAPPING or not upload.mapping:
        return HttpResponseRedirect(reverse("described_file", args=[upload.id]))
    made = uploads.preview(request.store, upload, request.account, request.purpose or "")
    mapping = uploads.read_mapping(upload, upload.mapping, request.account)
    context = _context(request, upload) | {
        "preview": made,
        "left_out": sum(made.quarantined.values()),
        "kept_rows": [[(_words(mapping, key), text) for key, text in row.items()] for row in made.sample],
        "unsure": [(name, reason, cells) for name, reasons in made.noted.items() for reason, cells in reasons.items()],
        "takes_place": uploads.taken_place_of(request.store, upload),
    }
    return render(request, "pages/data/preview.html", context)


def _words(mapping: Mapping, key: str) -> str:
    """``searched.1.surname``, as a preview has it, in words."""
    of = kind_named(mapping.records[0].kind)
    role, _, rest = key.partition(".")
    number, _, column = rest.partition(".")
    if role not in of.roles or not column:
        return label_of(of.name, f"record.{key}")
    mention = next((k for k in of.roles[role].kinds if column in kind_named(k).columns), of.roles[role].kinds[0])
    return label_of(of.name, f"{role}.{mention}.{number}.{column}")


@acts("load")
@require_POST
def accept(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    upload = uploads.own(request.account, upload_id)
    uploads.accept(request.store, upload, request.account, request.purpose or "")
    messages.success(request, f"“{upload.name}” is in the next build.")
    return HttpResponseRedirect(reverse("data"))


@acts("load")
@require_POST
def withdraw(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    upload = uploads.own(request.account, upload_id)
    uploads.withdraw(request.store, upload, request.account, request.purpose or "")
    messages.success(request, f"“{upload.name}” was withdrawn and its contents were removed.")
    return HttpResponseRedirect(reverse("send_file"))


@acts("load")
@require_POST
def take_back(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    upload = uploads.own(request.account, upload_id)
    uploads.take_back(upload)
    return HttpResponseRedirect(reverse("described_file", args=[upload.id]))


@acts("load")
@require_POST
def beside(request: Request, upload_id: uuid.UUID) -> HttpResponse:
    """Keep the file of the same name as well."""
    upload = uploads.own(request.account, upload_id)
    uploads.keep_beside(request.store, upload)
    return HttpResponseRedirect(reverse("described_file", args=[upload.id]))


_ONE = "data/upload/<uuid:upload_id>/"
urlpatterns = [
    path(_ONE, describe_file, name="described_file"),
    path(f"{_ONE}text/", edit_text, name="described_text"),
    path(f"{_ONE}preview/", look_at, name="look_at_file"),
    path(f"{_ONE}accept/", accept, name="accept_file"),
    path(f"{_ONE}withdraw/", withdraw, name="withdraw_file"),
    path(f"{_ONE}take-back/", take_back, name="take_back_file"),
    path(f"{_ONE}beside/", beside, name="keep_file_beside"),
]
