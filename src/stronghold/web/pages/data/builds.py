"""Builds: asking for one, how far it has come, how it ended, and those before."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from stronghold.casework import builds
from stronghold.casework.models import Build, Upload
from stronghold.errors import BadInput
from stronghold.governance.refusals import NotVisible
from stronghold.picture.progress import STAGES
from stronghold.vocabulary import kinds
from stronghold.web.doors import Request, acts, signed_in

__all__ = ["all_builds", "ask", "cancel", "one_build", "progress", "urlpatterns"]

_PAGE = 20
_TELLABLE = 0.05  # share done, before which the time left cannot be told
STAGE_WORDS = {
    "keep sources": "Keeping the files as they were sent",
    "load": "Reading rows into records",
    "link people": "Working out which records are of the same person",
    "resolve things": "Working out which homes, phones and vehicles are the same",
    "name entities": "Giving everyone and everything the id they had before",
    "find ties": "Finding who is tied to whom",
    "find groups": "Looking for groups among them",
    "assign classes": "Working out who may see what",
    "index for search": "Making the search",
    "check": "Checking that every count adds up",
    "index for look-ups": "Making pages quick to open",
    "seal": "Sealing the snapshot",
}


@signed_in
def all_builds(request: Request) -> HttpResponse:
    builds.settle(request.store)
    page = Paginator(Build.objects.select_related("asked_by"), _PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "pages/data/builds.html",
        {
            "section": "builds",
            "page": page,
            "running": Build.objects.select_related("asked_by").filter(slot__isnull=False).first(),
            "worth_building": builds.is_worth_asking(request.store),
            "accepted": Upload.objects.filter(status=Upload.Status.ACCEPTED).count(),
        },
    )


@acts("build")
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask for a build; where one is open already, say so and show that one."""
    try:
        build = builds.ask(request.store, request.account, request.purpose or "")
    except builds.AlreadyBuilding as error:
        context = {"section": "builds", "build": error.build, "message": error.message, "remedy": error.remedy}
        return render(request, "pages/data/already_building.html", context, status=409)
    return HttpResponseRedirect(reverse("build", args=[build.pk]))


@signed_in
def one_build(request: Request, build_id: int) -> HttpResponse:
    return render(request, "pages/data/build.html", {"section": "builds", **_told(request, build_id)})


@signed_in
def progress(request: Request, build_id: int) -> HttpResponse:
    """The part of the page that is asked for again and again while a build is open."""
    return render(request, "pages/data/build_progress.html", _told(request, build_id))


def _told(request: Request, build_id: int) -> dict[str, object]:
    builds.settle(request.store)
    build = Build.objects.select_related("asked_by").filter(pk=build_id).first()
    if build is None:
        raise NotVisible("There is no such build.", remedy="See the list of builds.")
    stages = list(STAGES)
    at = stages.index(build.stage) if build.stage in stages else -1
    labels = kinds()
    counted = [
        (title, [(labels[name].plural if name in labels else name, count) for name, count in build.result.get(key, {}).items()])
        for title, key in (("Records", "records"), ("Resolved to", "entities"))
    ]
    return {
        "build": build,
        "stage": STAGE_WORDS.get(build.stage, ""),
        "stages": [
            (STAGE_WORDS[name], "done" if number < at else "now" if number == at else "") for number, name in enumerate(stages)
        ],
        "number": at + 1,
        "percent": int(build.share * 100),
        "left": _time_left(build),
        "counted": [(title, rows) for title, rows in counted if rows],
        "mine": build.uploads.filter(sent_by=request.account),
    }


def _time_left(build: Build) -> str:
    """About how long it will still take, in words; empty where that cannot be told."""
    if build.status != Build.Status.RUNNING or build.started_at is None or build.share < _TELLABLE:
        return ""
    passed = (datetime.now(UTC) - build.started_at).total_seconds()
    left = passed / build.share * (1 - build.share)
    if left < 60:
        return "less than a minute"
    minutes = round(left / 60)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


@acts("build")
@require_POST
def cancel(request: Request, build_id: int) -> HttpResponse:
    try:
        builds.cancel(build_id, request.account, request.purpose or "")
    except BadInput as error:
        messages.info(request, f"{error.message} {error.remedy or ''}".strip())
    else:
        messages.success(request, "The build was cancelled before it began.")
    return HttpResponseRedirect(reverse("build", args=[build_id]))


urlpatterns = [
    path("data/builds/", all_builds, name="builds"),
    path("data/builds/ask/", ask, name="ask_for_build"),
    path("data/builds/<int:build_id>/", one_build, name="build"),
    path("data/builds/<int:build_id>/progress/", progress, name="build_progress"),
    path("data/builds/<int:build_id>/cancel/", cancel, name="cancel_build"),
]
