"""The access policy: what an account may see and do for a purpose, decided by the Cedar files in ``policies/``.

Which visibility classes it may see is decided once per request and class, never per row. Denied unless a policy permits it; a
value the policies do not know, or a policy that cannot be worked out, denies.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cedarpy

from stronghold.governance.models import Account
from stronghold.picture import VisibilityClass
from stronghold.vocabulary import terms

__all__ = ["ACTS", "Decision", "may", "may_withdraw", "permitted_acts", "permitted_purposes", "visible_classes"]

ACTS = (
    "load",
    "build",
    "roll_back",
    "correct",
    "report",
    "decide",
    "withdraw",
    "declare_group",
    "check_protection",
    "save_plan",
    "release_plan",
)


@dataclass(frozen=True)
class Decision:
    """The classes an account may see and those it may not, each in the order given."""

    visible: tuple[VisibilityClass, ...]
    hidden: tuple[VisibilityClass, ...]

    @property
    def visible_ids(self) -> tuple[int, ...]:
        return tuple(c.class_id for c in self.visible)


@dataclass(frozen=True)
class _Policies:
    policies: cedarpy.PolicySet
    schema: cedarpy.Schema


def permitted_purposes(account: Account) -> tuple[str, ...]:
    """The purposes that the account's roles permit, sorted; a role the vocabulary does not have permits none."""
    known = terms("roles").terms
    return tuple(sorted({p for role in account.roles if role in known for p in known[role].extra.get("purposes", ())}))


def may(account: Account, act: str, purpose: str) -> bool:
    """Whether ``account`` may do ``act`` (one of :data:`ACTS`) for ``purpose``. An account that is not active may do nothing."""
    if act not in ACTS:
        raise ValueError(f"the policy has no act {act!r}")
    return act in permitted_acts(account, purpose)


def may_withdraw(account: Account, purpose: str, record_class: VisibilityClass) -> bool:
    """Whether ``account`` may, for ``purpose``, withdraw records of that class or say that they are false."""
    if not account.is_active:
        return False
    request = _request(account, "withdraw", _uid("RecordClass", "0"), purpose)
    return _allowed([request], _entities(account, [record_class]))[0]


def permitted_acts(account: Account, purpose: str) -> tuple[str, ...]:
    """The acts that ``account`` may do for ``purpose``, in the order of :data:`ACTS`."""
    if not account.is_active:
        return ()
    picture = _uid("Picture", "picture")
    entities = [_principal(account), {"uid": picture, "attrs": {}, "parents": []}]
    allowed = _allowed([_request(account, act, picture, purpose) for act in ACTS], entities)
    return tuple(act for act, permitted in zip(ACTS, allowed, strict=True) if permitted)


def visible_classes(account: Account, purpose: str, classes: Iterable[VisibilityClass]) -> Decision:
    """Decide for each class whether ``account`` may see it for ``purpose``. An account that is not active sees nothing."""
    asked = tuple(classes)
    if not account.is_active or not asked:
        return Decision((), asked)
    requests = [_request(account, "read", _uid("RecordClass", str(number)), purpose) for number in range(len(asked))]
    allowed = _allowed(requests, _entities(account, asked))
    return Decision(
        visible=tuple(c for c, may in zip(asked, allowed, strict=True) if may),
        hidden=tuple(c for c, may in zip(asked, allowed, strict=True) if not may),
    )


def _request(account: Account, act: str, resource: dict[str, str], purpose: str) -> dict[str, Any]:
    return {
        "principal": _uid("Account", account.username),
        "action": _uid("Action", act),
        "resource": resource,
        "context": {"purpose": {"__entity": _uid("Purpose", purpose)}},
    }


def _allowed(requests: list[dict[str, Any]], entities: list[dict[str, Any]]) -> list[bool]:
    loaded = _policies()
    answers = cedarpy.is_authorized_batch(requests, loaded.policies, entities, loaded.schema)
    # A policy that fails is skipped by Cedar; were it a "forbid", skipping it would open what it closes.
    return [answer.allowed and not answer.diagnostics.errors for answer in answers]


def _principal(account: Account) -> dict[str, Any]:
    return {
        "uid": _uid("Account", account.username),
        "attrs": {
            "agency": account.agency.name,
            "operations": sorted(map(str, account.operations)),
            "purposes": [{"__entity": _uid("Purpose", p)} for p in permitted_purposes(account)],
        },
        "parents": [_uid("Role", role) for role in account.roles if role in terms("roles").terms],
    }


def _entities(account: Account, classes: Sequence[VisibilityClass]) -> list[dict[str, Any]]:
    resources = [
        {
            "uid": _uid("RecordClass", str(number)),
            "attrs": {
                "agency": c.agency or "",
                "handling": c.handling or "",
                "sensitivity": c.sensitivity or "",
                "operation": c.operation or "",
            },
            "parents": [],
        }
        for number, c in enumerate(classes)
    ]
    return [_principal(account), *resources]


def _uid(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


@cache
def _policies() -> _Policies:
    folder = files("stronghold.governance") / "policies"
    text = "\n".join(
        entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda e: e.name)
        if entry.name.endswith(".cedar")
    )
    schema = (folder / "schema.cedarschema").read_text(encoding="utf-8")
    checked = cedarpy.validate_policies(text, schema)
    if not checked.validation_passed:
        raise ValueError(f"the access policies do not fit their schema: {'; '.join(map(str, checked.errors))}")
    return _Policies(cedarpy.PolicySet.from_str(text), cedarpy.Schema.from_str(schema))
