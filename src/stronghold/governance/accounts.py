"""Named accounts: adding them, listing them, closing them. Every change is written to the audit chain with it."""

from __future__ import annotations

import getpass
import secrets
from collections.abc import Iterable, Sequence

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction

from stronghold.errors import BadInput
from stronghold.governance import audit
from stronghold.governance.models import Account, Agency
from stronghold.vocabulary import terms

__all__ = ["add", "all_accounts", "deactivate", "find", "make_password"]

# Syllables are easily read out and typed; no two of these letters are taken for each other. 2 ** 78 passwords.
_CONSONANTS, _VOWELS = "bdfghjkmnprstvwz", "aeiou"
_SYLLABLES, _GROUPS = 3, 4


def add(
    name: str,
    agency: str,
    roles: Iterable[str],
    *,
    agency_label: str | None = None,
    operations: Iterable[str] = (),
    by: Account | None = None,
) -> Account:
    """Add an account for one person. It has no password (:func:`make_password` gives it one): the command line needs none.

    ``agency`` is the name that the agency's sources and record keys use; one not seen before is added with ``agency_label``.
    ``roles`` are names (or other spellings) from the vocabulary. ``by`` is the account that does it (``None``: the operator of
    this machine). ``BadInput`` for a name that is taken or not allowed, an unknown role, or no role.
    """
    name = Account.normalize_username(name.strip())
    chosen = _roles(roles)
    agency = agency.strip()
    if not agency:
        raise BadInput("An account belongs to an agency.", remedy="Name it as its sources do.")
    with transaction.atomic():
        if Account.objects.filter(username=name).exists():
            raise BadInput(f"There is already an account '{name}'.", remedy="Choose another name.")
        account = Account(username=name, agency=_agency(agency, agency_label), roles=chosen)
        account.operations = sorted({o.strip() for o in operations})
        account.set_unusable_password()
        _check(account, f"'{name}' cannot be an account")
        account.save()
        detail = {"added": name, "agency": agency, "roles": chosen, "operations": account.operations}
        audit.append("account added", account=by, detail={**detail, **_operator(by)})
    return account


def find(name: str) -> Account | None:
    """The account of that name, active or not."""
    return Account.objects.select_related("agency").filter(username=Account.normalize_username(name.strip())).first()


def all_accounts() -> Sequence[Account]:
    """Every account, the closed ones too, by name."""
    return list(Account.objects.select_related("agency").order_by("username"))


def deactivate(name: str, *, by: Account | None = None) -> Account:
    """Close an account: from now on it opens nothing. It is kept, because the audit names it."""
    with transaction.atomic():
        account = find(name)
        if account is None:
            raise BadInput(f"There is no account '{name}'.", remedy="`stronghold account list` shows them.")
        if account.is_active:
            account.is_active = False
            account.save(update_fields=["is_active"])
            audit.append("account closed", account=by, detail={"closed": account.username, **_operator(by)})
    return account


def make_password(name: str, *, forget_authenticator: bool = False, by: Account | None = None) -> str:
    """Give an account a new random password and return it: it is kept only as a hash, so this is the one time it can be read.

    Whoever is signed in with the old one is signed out. ``forget_authenticator`` switches off the second step of signing in, for
    a person who lost phone and recovery codes. ``BadInput`` where there is no such account or it is closed.
    """
    password = "-".join(
        "".join(secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES)) for _ in range(_GROUPS)
    )
    with transaction.atomic():
        account = find(name)
        if account is None:
            raise BadInput(f"There is no account '{name}'.", remedy="`stronghold account list` shows them.")
        if not account.is_active:
            raise BadInput(f"The account '{account.username}' is closed.", remedy="Add a new one.")
        account.set_password(password)
        account.save(update_fields=["password"])
        forgotten = forget_authenticator and bool(Authenticator.objects.filter(user=account).delete()[0])
        detail = {"for": account.username, "authenticator forgotten": forgotten}
        audit.append("password made", account=by, detail={**detail, **_operator(by)})
    return password


def _agency(name: str, label: str | None) -> Agency:
    found = Agency.objects.filter(name=name).first()
    if found is None:
        found = Agency(name=name, label=label or name)
        _check(found, f"'{name}' cannot be an agency")
        found.save()
    return found


def _check(row: Account | Agency, said: str) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise BadInput(f"{said}: {' '.join(error.messages)}", remedy="Choose another name.") from None


def _roles(given: Iterable[str]) -> list[str]:
    known = terms("roles")
    names = []
    for role in given:
        found = known.find(role)
        if found is None:
            raise BadInput(f"There is no role '{role}'.", remedy=f"The roles are: {', '.join(known.terms)}.")
        names.append(found.name)
    if not names:
        raise BadInput("An account needs a role.", remedy=f"The roles are: {', '.join(known.terms)}.")
    return sorted(set(names))


def _operator(by: Account | None) -> dict[str, str]:
    """Who did it where no account did: the user of the operating system, as far as it knows one."""
    if by is not None:
        return {}
    try:
        return {"operator": getpass.getuser()}
    except (KeyError, OSError):
        return {"operator": "unknown"}
