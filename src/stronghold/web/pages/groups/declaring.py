"""Declaring a group, saying of more people whether they belong, and saying it from the page of a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from stronghold.casework import groups
from stronghold.casework.groups import DeclaredProblem, Naming
from stronghold.governance.gateway import Gateway
from stronghold.governance.groups import GroupView, MemberView
from stronghold.governance.refusals import NotVisible
from stronghold.web.doors import Request, reads
from stronghold.web.pages.decisions.forms import show_problem
from stronghold.web.pages.groups.forms import DeclareForm, JoinForm, NamePeopleForm

__all__ = ["amend_declared_group", "declare_group", "declare_person", "urlpatterns"]

Offered = list[tuple[str, str, str]]


@reads
def declare_group(request: Request, gateway: Gateway) -> HttpResponse:
    """A new group; with ``found`` its members are offered, with ``person`` that one is named. One that is declared already is amended."""
    _permitted(request, gateway)
    asked = request.GET.get("found", "").strip().upper()
    view = gateway.group(asked) if asked else None
    if view is not None and view.summary.declared:
        return HttpResponseRedirect(reverse("amend_declared_group", args=[view.summary.declared[0]]))
    offered = _offered(view) if view else []
    initial = {"people": request.GET.get("person", "")[:20]}
    form = DeclareForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    if form.is_valid():
        try:
            row = groups.declare(
                gateway, form.cleaned_data["name"], form.named(), reason=form.cleaned_data["reason"], found_id=asked
            )
        except DeclaredProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, f"The group “{row.name}” is declared. It holds at once.")
            return HttpResponseRedirect(reverse("declared_group", args=[row.number]))
    told = {"form": form, "found": view}
    return render(request, "pages/groups/declare.html", told, status=400 if form.errors else 200)


@reads
def amend_declared_group(request: Request, gateway: Gateway, declared_number: int) -> HttpResponse:
    """Say of more people that they belong or do not: those found with it of whom nothing was said are offered."""
    _permitted(request, gateway)
    view = groups.read(gateway, declared_number)
    offered = [
        (one.entity_id, one.label, "found with it; under 18" if one.child else "found with it") for one in view.beside.only_found
    ]
    form = NamePeopleForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        try:
            groups.amend(gateway, declared_number, form.named(), reason=form.cleaned_data["reason"])
        except DeclaredProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "The declared group is amended. It holds at once.")
            return HttpResponseRedirect(reverse("declared_group", args=[declared_number]))
    told = {"form": form, "view": view}
    return render(request, "pages/groups/amend.html", told, status=400 if form.errors else 200)


@reads
def declare_person(request: Request, gateway: Gateway, entity_id: str) -> HttpResponse:
    """Say of one person whether they belong to a declared group."""
    _permitted(request, gateway)
    entity = gateway.entity(entity_id, sections=())
    if entity.kind != "person":
        raise NotVisible("Only people belong to groups.", remedy="Start at the page of a person.")
    choices = [(str(view.row.number), view.row.name) for view in groups.listed(gateway) if view.row.stands]
    form = JoinForm(request.POST if request.method == "POST" else None, groups=choices)
    if form.is_valid():
        number, belongs = int(form.cleaned_data["group"]), form.cleaned_data["belongs"] == "yes"
        try:
            groups.amend(gateway, number, [Naming(entity.entity_id, belongs)], reason=form.cleaned_data["reason"])
        except DeclaredProblem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, "The declared group is amended. It holds at once.")
            return HttpResponseRedirect(reverse("declared_group", args=[number]))
    told = {"form": form, "entity": entity, "groups": choices}
    return render(request, "pages/groups/declare_person.html", told, status=400 if form.errors else 200)


def _permitted(request: Request, gateway: Gateway) -> None:
    if "declare_group" not in request.acts:
        groups.refuse(gateway)


def _offered(view: GroupView) -> Offered:
    """The members, then those at the edge, with how likely each is found. Nobody is taken to belong until somebody says so."""
    edge = {member.entity_id for member in view.edge}
    return [(one.entity_id, one.label, _known(one, one.entity_id in edge)) for one in (*view.people, *view.edge)]


def _known(member: MemberView, at_edge: bool) -> str:
    likely = f"{100 * member.probability:.0f} in 100 by all records"
    return "; ".join([*(["at its edge"] if at_edge else []), likely, *(["under 18"] if member.child else [])])


urlpatterns = [
    path("groups/declare/", declare_group, name="declare_group"),
    path("groups/declared/<int:declared_number>/amend/", amend_declared_group, name="amend_declared_group"),
    path("entity/<str:entity_id>/group/", declare_person, name="declare_person"),
]
