"""Saving a view, and what its owner may do with it: rename it, share it, stop sharing it, delete it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import views
from stronghold.casework.models import SavedView
from stronghold.casework.views import ViewProblem
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import show_problem
from stronghold.web.pages.views.choices import address_of, choices_in, in_words, shown_by
from stronghold.web.pages.views.forms import ShareForm, TitleForm

__all__ = ["delete_view", "save_view", "urlpatterns", "view_settings"]


@reads
def save_view(request: Request, gateway: Gateway) -> HttpResponse:
    """Keep the network around ``of`` as the rest of the address chooses it."""
    focus = request.GET.get("of", "").strip().upper()
    if not focus:
        raise NotVisible("No network was asked for.", remedy="Start at the network that you want to save.")
    of_group = focus.startswith(("G-", "D-"))
    choices = choices_in(request.GET, of_group=of_group)
    if of_group:
        label = gateway.group(focus).summary.label
    else:
        entity = gateway.entity(focus, sections=())
        focus, label = entity.entity_id, entity.label
    form = TitleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            view = views.save(gateway, focus, choices, title=form.cleaned_data["title"])
        except ViewProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"The view “{view.title}” is saved. It is yours alone until you share it.")
            return HttpResponseRedirect(reverse("view_settings", args=[view.pk]))
    back = address_of(SavedView(focus=focus, choices=choices), focus)
    told = {"form": form, "label": label, "words": in_words(choices, of_group=of_group), "back": back, "of_group": of_group}
    return render(request, "pages/views/save.html", told, status=400 if form.errors else 200)


@reads
def view_settings(request: Request, gateway: Gateway, view_number: int) -> HttpResponse:
    """What a view shows and with whom it is shared; what is sent (``do``) renames it, shares it or stops sharing it."""
    view = views.read(gateway, view_number)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    title = TitleForm(request.POST if doing == "rename" else None, initial={"title": view.title})
    share = ShareForm(request.POST if doing == "share" else None)
    try:
        if said := _done(request, gateway, view, doing, title, share):
            messages.success(request, said)
            return HttpResponseRedirect(reverse("view_settings", args=[view_number]))
    except ViewProblem as problem:
        show_problem(share if doing == "share" else title, problem)
    told = {
        "view": view,
        "own": view.owner == gateway.account,
        "sort": shown_by(view),
        "words": in_words(view.choices, of_group=view.is_of_group),
        "with_whom": list(view.shared_with.order_by("username")),
        "form": share if share.errors else title,
        "title_form": title,
        "share_form": share,
    }
    return render(request, "pages/views/settings.html", told, status=400 if title.errors or share.errors else 200)


@reads
def delete_view(request: Request, gateway: Gateway, view_number: int) -> HttpResponse:
    view = views.read(gateway, view_number)
    if request.method == "POST":
        views.delete(gateway, view_number)
        messages.success(request, f"The view “{view.title}” is deleted.")
        return HttpResponseRedirect(reverse("views"))
    return render(request, "pages/views/delete.html", {"view": view, "own": view.owner == gateway.account})


def _done(request: Request, gateway: Gateway, view: SavedView, doing: str, title: TitleForm, share: ShareForm) -> str:
    """Do what was sent; what to say of it, or nothing where nothing was done."""
    if doing == "rename" and title.is_valid():
        return f"The view is now called “{views.rename(gateway, view.pk, title.cleaned_data['title']).title}”."
    if doing == "share" and share.is_valid():
        views.share(gateway, view.pk, name=share.cleaned_data["name"])
        return f"The view is shared with {share.cleaned_data['name'].strip()}."
    if doing == "share with agency":
        views.share(gateway, view.pk, with_agency=True)
        return f"The view is shared with everybody of {gateway.account.agency}."
    if doing == "stop":
        views.stop_sharing(gateway, view.pk, name=request.POST.get("name", ""))
        return "The view is no longer shared with them."
    if doing == "stop with agency":
        views.stop_sharing(gateway, view.pk, with_agency=True)
        return f"The view is no longer shared with {gateway.account.agency}."
    return ""


urlpatterns = [
    path("views/save/", save_view, name="save_view"),
    path("view/<int:view_number>/settings/", view_settings, name="view_settings"),
    path("view/<int:view_number>/delete/", delete_view, name="delete_view"),
]
