"""Declared groups: the list, and one beside what was found, with everything that was ever said in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import groups
from stronghold.casework.groups import DeclaredGroupView, DeclaredProblem
from stronghold.governance.gateway import Gateway
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import show_problem
from stronghold.web.pages.groups.forms import TakeBackForm, WithdrawForm
from stronghold.web.paging import Pages, asked_page

__all__ = ["declared_group", "declared_groups", "urlpatterns"]


@reads
def declared_groups(request: Request, gateway: Gateway) -> HttpResponse:
    views = groups.listed(gateway)
    pages = Pages(len(views), asked_page(request))
    if pages.turned_too_far:
        return pages.back(request)
    told = {"views": pages.of(views), "pages": pages}
    return render(request, "pages/groups/declared_list.html", told)


@reads
def declared_group(request: Request, gateway: Gateway, declared_number: int) -> HttpResponse:
    view = groups.read(gateway, declared_number)
    return render(request, "pages/groups/declared.html", _told(gateway, view))


@reads
def take_back_person(request: Request, gateway: Gateway, declared_number: int) -> HttpResponse:
    """What was said of one person, named by ``person``, is taken back."""
    view = groups.read(gateway, declared_number)
    asked = request.GET.get("person", "")
    line = next((each for each in view.standing if str(each.row.number) == asked), None)
    if line is None:
        return HttpResponseRedirect(reverse("declared_group", args=[declared_number]))
    form = TakeBackForm(request.POST if request.method == "POST" else None, initial={"person": line.row.number})
    if form.is_valid():
        try:
            groups.take_back(gateway, declared_number, line.row.number, reason=form.cleaned_data["reason"])
        except DeclaredProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "It is taken back: whether they belong is left to the evidence.")
            return HttpResponseRedirect(reverse("declared_group", args=[declared_number]))
    told = {"view": view, "line": line, "form": form}
    return render(request, "pages/groups/take_back.html", told, status=400 if form.errors else 200)


@reads
def withdraw_declared_group(request: Request, gateway: Gateway, declared_number: int) -> HttpResponse:
    view = groups.read(gateway, declared_number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            groups.withdraw(gateway, declared_number, reason=form.cleaned_data["reason"])
        except DeclaredProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"Declared group {declared_number} is withdrawn. The evidence alone says who is in it.")
            return HttpResponseRedirect(reverse("declared_group", args=[declared_number]))
    told = {"view": view, "form": form}
    return render(request, "pages/groups/withdraw.html", told, status=400 if form.errors else 200)


def _told(gateway: Gateway, view: DeclaredGroupView) -> dict[str, Any]:
    return {
        "view": view,
        "beside": view.beside,
        "found": view.beside.found_id,
        "agree": round(100 * view.beside.agreement),
    }


urlpatterns = [
    path("groups/declared/", declared_groups, name="declared_groups"),
    path("groups/declared/<int:declared_number>/", declared_group, name="declared_group"),
    path("groups/declared/<int:declared_number>/take-back/", take_back_person, name="take_back_declared_person"),
    path("groups/declared/<int:declared_number>/withdraw/", withdraw_declared_group, name="withdraw_declared_group"),
]
