"""Saving a view, renaming, sharing and deleting it: each in one transaction with its audit entry, and by its owner alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import transaction

from stronghold.casework.models import SavedView
from stronghold.casework.undoable import Problem
from stronghold.casework.views.reading import read
from stronghold.governance import accounts, audit
from stronghold.governance.gateway import Gateway
from stronghold.governance.refusals import NotVisible, Refused

__all__ = ["LONGEST_TITLE", "MOST_SHARED_WITH", "ViewProblem", "delete", "rename", "save", "share", "stop_sharing"]

LONGEST_TITLE = 100
MOST_SHARED_WITH = 100
_MOST_VIEWS = 500
_GROUPS = ("G-", "D-")


class ViewProblem(Problem):
    """What is wrong, by the field of a form: ``title``, ``name``."""


def save(gateway: Gateway, focus: str, choices: Mapping[str, Sequence[str]], *, title: str) -> SavedView:
    """Keep the network around the entity ``focus``, or the ties of the group, with the ``choices`` of its page.

    ``NotVisible`` where the account may not see it, ``ViewProblem`` for what a form can mend.
    """
    named = _checked_title(title)
    if SavedView.objects.filter(owner=gateway.account).count() >= _MOST_VIEWS:
        raise ViewProblem({"title": f"You have {_MOST_VIEWS} views already: delete some that you no longer need"})
    asked, keys = _meant(gateway, focus)
    view = SavedView(
        title=named,
        focus=asked,
        keys=list(keys),
        choices={name: list(values) for name, values in choices.items()},
        snapshot=gateway.snapshot_id,
        purpose=gateway.purpose,
        owner=gateway.account,
        saved_at=datetime.now(UTC),
    )
    with transaction.atomic():
        view.save(force_insert=True)
        _audit(gateway, "view saved", view)
    return view


def rename(gateway: Gateway, number: int, title: str) -> SavedView:
    """Give the view another title. ``NotVisible`` and ``Refused`` where it is not the account's own."""
    view = _own(gateway, number)
    view.title = _checked_title(title)
    with transaction.atomic():
        view.save(update_fields=["title"])
        _audit(gateway, "view renamed", view)
    return view


def share(gateway: Gateway, number: int, *, name: str = "", with_agency: bool = False) -> SavedView:
    """Let the account of that name open the view, or everybody of the owner's agency. ``NotVisible`` and ``Refused`` as by :func:`rename`."""
    view = _own(gateway, number)
    with transaction.atomic():
        if with_agency:
            view.for_agency = True
            view.save(update_fields=["for_agency"])
            _audit(gateway, "view shared", view, agency=gateway.account.agency.name)
            return view
        other = accounts.find(name)
        if other is None or not other.is_active:
            raise ViewProblem({"name": f"There is no open account “{name.strip()}”: enter the name that they sign in with"})
        if other == gateway.account:
            raise ViewProblem({"name": "The view is yours already: enter the name of somebody else"})
        if view.shared_with.count() >= MOST_SHARED_WITH:
            raise ViewProblem({"name": f"A view can be shared with {MOST_SHARED_WITH} people: share it with your agency"})
        view.shared_with.add(other)
        _audit(gateway, "view shared", view, account=other.username)
    return view


def stop_sharing(gateway: Gateway, number: int, *, name: str = "", with_agency: bool = False) -> SavedView:
    """Take back what :func:`share` gave: from the account of that name, or from the agency; from nobody else."""
    view = _own(gateway, number)
    with transaction.atomic():
        if with_agency:
            view.for_agency = False
            view.save(update_fields=["for_agency"])
            _audit(gateway, "view no longer shared", view, agency=gateway.account.agency.name)
            return view
        other = view.shared_with.filter(username=name).first()
        if other is not None:
            view.shared_with.remove(other)
            _audit(gateway, "view no longer shared", view, account=other.username)
    return view


def delete(gateway: Gateway, number: int) -> None:
    """Take the view away, for everybody it was shared with too. The audit keeps that it was there."""
    view = _own(gateway, number)
    with transaction.atomic():
        _audit(gateway, "view deleted", view)
        view.delete()


def _meant(gateway: Gateway, focus: str) -> tuple[str, tuple[str, ...]]:
    """The id as it is kept, and the keys that it rests on: of what the account may see alone."""
    asked = focus.strip().upper()
    if asked.startswith(_GROUPS):
        return gateway.group(asked).summary.group_id, ()
    keys = gateway.mention_keys(asked)
    if not keys:
        raise NotVisible(
            f"Nothing by the id {asked[:20]} is visible to you for the purpose you have stated.",
            remedy="Start at the network that you want to save.",
        )
    return asked, keys


def _own(gateway: Gateway, number: int) -> SavedView:
    view = read(gateway, number)
    if view.owner != gateway.account:
        audit.append_durably(
            "refused", account=gateway.account, purpose=gateway.purpose, detail={"reason": "another's view", "view": number}
        )
        raise Refused(f"Only {view.owner.username}, who saved the view, may change it.", remedy="Save one of your own.")
    return view


def _checked_title(title: str) -> str:
    given = " ".join(title.replace("\0", "").split())
    if not given:
        raise ViewProblem({"title": "Give the view a title"})
    if len(given) > LONGEST_TITLE:
        raise ViewProblem({"title": f"The title must be {LONGEST_TITLE} characters or fewer"})
    return given


def _audit(gateway: Gateway, action: str, view: SavedView, **detail: object) -> None:
    audit.append(
        action,
        account=gateway.account,
        purpose=gateway.purpose,
        subjects=[view.focus],
        text=view.title,
        detail={"view": view.pk, "snapshot": gateway.snapshot_id, **detail},
    )
