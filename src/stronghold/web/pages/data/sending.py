"""Sending a file: it is received, looked at, and a way to read it is proposed; and the files of the agency that wait."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from stronghold.casework import uploads
from stronghold.casework.models import Upload
from stronghold.errors import BadInput
from stronghold.web.doors import Request, acts
from stronghold.web.pages.data.receiving import IntoStore

__all__ = ["SendForm", "send", "urlpatterns"]


_LAST = "whole"
"""A hidden field after the file: where it is missing, the body was cut short on its way."""


class SendForm(forms.Form):
    file = forms.FileField(
        label="Choose a file",
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": "Choose a file", "invalid": "Choose a file"},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        largest = settings.STRONGHOLD_LARGEST_FILE / 2**30
        self.fields[
            "file"
        ].help_text = f"CSV, Excel (.xlsx), JSON lines or Parquet, of at most {largest:,.0f} GB. CSV and JSON lines may be compressed (.gz)."


@acts("load")
@csrf_exempt  # checked by the inner view: the file goes into the store while the form is read, which needs a handler set first
def send(request: Request) -> HttpResponse:
    into = IntoStore(request.store, settings.STRONGHOLD_LARGEST_FILE)
    if request.method == "POST":
        uploads.clear(request.store)
        request.upload_handlers = [into]
    try:
        answer: HttpResponse = _send(request, into)
    finally:
        into.abandon()
    return answer


@csrf_protect
def _send(request: Request, into: IntoStore) -> HttpResponse:
    if request.method != "POST":
        return _page(request, SendForm())
    form = SendForm(request.POST, request.FILES)
    already: Upload | None = None
    if form.is_valid():
        try:
            upload = _kept(request, into, form.cleaned_data["file"].name)
            return HttpResponseRedirect(reverse("described_file", args=[upload.id]))
        except uploads.AlreadySent as error:
            form.add_error("file", f"{error.message} {error.remedy}")
            already = error.upload
        except BadInput as error:
            form.add_error("file", _said(error))
    return _page(request, form, already)


def _kept(request: Request, into: IntoStore, name: str) -> Upload:
    if into.problem is not None:
        raise into.problem
    if into.receiving is None:
        raise BadInput("No file was sent.", remedy="Choose a file.")
    if _LAST not in request.POST:
        raise BadInput("The file did not arrive whole.", remedy="Send it again.")
    received = into.receiving.finish()
    return uploads.keep(request.store, received, name, request.account, request.purpose or "", into.receiving.settle)


def _said(error: BadInput) -> str:
    """The trouble as one sentence after the file's name, or as it stands where it speaks of no file."""
    where = f" (line {error.line})" if error.line is not None else ""
    said = f"The file {error.message}" if error.file and error.message[:1].islower() else error.message
    return f"{said[:-1] if where else said}{where}{'.' if where else ''} {error.remedy or ''}".strip()


def _page(request: Request, form: SendForm, already: Upload | None = None) -> HttpResponse:
    context = {
        "section": "sending",
        "form": form,
        "already": already,
        "waiting": uploads.of_agency(request.account),
        "ended": Upload.objects.filter(sent_by=request.account, ended_at__isnull=False).order_by("-ended_at")[:10],
    }
    return render(request, "pages/data/sending.html", context, status=400 if form.errors else 200)


urlpatterns = [path("data/upload/", send, name="send_file")]
