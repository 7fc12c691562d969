"""Who may see what: the shipped policies, value by value."""

from __future__ import annotations

from itertools import product

import pytest

from stronghold.governance import policy
from stronghold.governance.models import Account, Agency
from stronghold.picture import VisibilityClass
from stronghold.vocabulary import terms


def someone(*roles: str, agency: str = "police", operations: tuple[str, ...] = (), active: bool = True) -> Account:
    its_agency = Agency(name=agency, label=agency)
    return Account(username="someone", agency=its_agency, roles=list(roles), operations=list(operations), is_active=active)


def sees(
    account: Account,
    purpose: str,
    agency: str | None = "police",
    handling: str | None = "P",
    sensitivity: str | None = "standard",
    operation: str | None = None,
) -> bool:
    asked = VisibilityClass(1, agency, handling, sensitivity, operation)
    decision = policy.visible_classes(account, purpose, [asked])
    assert {*decision.visible, *decision.hidden} == {asked}
    return decision.visible == (asked,)


def test_purposes_come_from_roles() -> None:
    assert policy.permitted_purposes(someone("analyst")) == ("data_quality", "disruption", "safeguarding")
    assert policy.permitted_purposes(someone("restricted_reader")) == ()
    assert policy.permitted_purposes(someone("an unknown role")) == ()


def test_every_purpose_of_a_role_is_a_purpose() -> None:
    known = set(terms("purposes").terms)
    for role in terms("roles").terms.values():
        assert set(role.extra["purposes"]) <= known


def test_every_role_and_purpose_the_policies_name_is_in_the_vocabulary() -> None:
    import re
    from importlib.resources import files

    text = "".join(e.read_text() for e in (files("stronghold.governance") / "policies").iterdir() if e.name.endswith(".cedar"))
    assert set(re.findall(r'Role::"(\w+)"', text)) <= set(terms("roles").terms)
    assert set(re.findall(r'Purpose::"(\w+)"', text)) <= set(terms("purposes").terms)


def test_every_handling_code_and_sensitivity_of_the_vocabulary_can_be_seen_by_someone() -> None:
    for handling, sensitivity in product(terms("handling").terms, terms("sensitivities").terms):
        assert sees(someone("data_protection_officer"), "data_protection", handling=handling, sensitivity=sensitivity)


@pytest.mark.parametrize("role", ["analyst", "sergeant"])
@pytest.mark.parametrize("purpose", ["disruption", "safeguarding"])
def test_standard_records_of_every_partner(role: str, purpose: str) -> None:
    assert sees(someone(role), purpose)
    assert sees(someone(role), purpose, agency="council")
    assert sees(someone(role), purpose, handling="C-A1")


@pytest.mark.parametrize("handling", [h for h in terms("handling").terms if h != "P"])
def test_conditions_of_another_agency_need_the_clearance(handling: str) -> None:
    assert not sees(someone("analyst"), "disruption", agency="council", handling=handling)
    assert sees(someone("analyst", "conditional_reader"), "disruption", agency="council", handling=handling)


def test_sensitive_records_are_for_safeguarding() -> None:
    assert not sees(someone("analyst"), "disruption", sensitivity="sensitive")
    assert sees(someone("analyst"), "safeguarding", sensitivity="sensitive")
    assert not sees(someone("analyst"), "safeguarding", agency="health", sensitivity="sensitive")
    assert sees(someone("social_worker", agency="council"), "safeguarding", agency="health", sensitivity="sensitive")


def test_restricted_records_need_the_clearance_and_the_own_agency() -> None:
    cleared = someone("analyst", "restricted_reader")
    assert not sees(someone("analyst"), "disruption", sensitivity="restricted")
    assert sees(cleared, "disruption", sensitivity="restricted")
    assert not sees(cleared, "disruption", agency="council", sensitivity="restricted")


def test_operation_records_are_for_members() -> None:
    assert not sees(someone("analyst"), "disruption", operation="ash")
    assert not sees(someone("analyst", operations=("elm",)), "disruption", operation="ash")
    assert sees(someone("analyst", operations=("ash",)), "disruption", operation="ash")
    assert not sees(someone("data_protection_officer"), "data_protection", operation="ash")


def test_membership_of_an_operation_permits_nothing_by_itself() -> None:
    assert not sees(someone("council_lead", operations=("ash",)), "reporting", operation="ash")


def test_a_data_protection_officer_sees_the_own_agency_alone() -> None:
    officer = someone("data_protection_officer")
    assert sees(officer, "data_protection", handling="C", sensitivity="sensitive")
    assert not sees(officer, "data_protection", agency="council")


def test_reporting_opens_no_record() -> None:
    assert not any(
        sees(someone("council_lead"), "reporting", agency=agency, sensitivity=s)
        for agency, s in product(("police", "council"), terms("sensitivities").terms)
    )


def test_a_purpose_the_roles_do_not_permit_opens_nothing() -> None:
    assert not sees(someone("social_worker"), "disruption")
    assert not sees(someone("analyst"), "no such purpose")


@pytest.mark.parametrize(
    "unknown",
    [
        {"handling": None},
        {"handling": "X"},
        {"handling": "p"},
        {"sensitivity": None},
        {"sensitivity": "secret"},
        {"agency": None},
    ],
)
def test_unknown_values_deny(unknown: dict[str, str | None]) -> None:
    everything = someone("analyst", "conditional_reader", "restricted_reader", "social_worker", "data_protection_officer")
    assert not any(sees(everything, purpose, **unknown) for purpose in terms("purposes").terms)


def test_a_closed_account_and_one_without_roles_see_nothing() -> None:
    assert not sees(someone("analyst", active=False), "disruption")
    assert not sees(someone(), "disruption")
    assert not sees(someone("an unknown role"), "disruption")


def test_djangos_own_superuser_sees_nothing_more() -> None:
    account = someone("council_lead")
    account.is_superuser = account.is_staff = True
    assert not sees(account, "disruption")


def test_names_are_data_to_the_policies() -> None:
    account = someone("analyst", agency='po"lice')
    account.username = 'x" || true\n'
    assert sees(account, "data_quality", agency='po"lice')
    assert not sees(account, "data_quality", agency="police")


def test_classes_keep_their_order() -> None:
    agencies = ["police", "council", "police", "health"]
    classes = [VisibilityClass(n, a, "C", "standard", None) for n, a in enumerate(agencies)]
    decision = policy.visible_classes(someone("analyst"), "disruption", classes)
    assert (decision.visible_ids, [c.class_id for c in decision.hidden]) == ((0, 2), [1, 3])
    assert policy.visible_classes(someone("analyst"), "disruption", []).visible == ()


def test_who_may_do_what_for_which_purpose() -> None:
    changing = ("load", "build", "roll_back", "correct")
    permitted = {
        ("analyst", "data_quality"): (*changing, "decide", "withdraw"),
        ("analyst", "disruption"): ("report", "decide", "withdraw", "declare_group", "save_plan"),
        ("analyst", "safeguarding"): ("report", "decide", "withdraw", "declare_group"),
        ("sergeant", "disruption"): ("report", "save_plan", "release_plan"),
        ("sergeant", "safeguarding"): ("report",),
        ("social_worker", "safeguarding"): ("report", "decide", "withdraw", "check_protection"),
        ("data_protection_officer", "data_protection"): ("withdraw",),
    }
    for role, purpose in product(terms("roles").terms, terms("purposes").terms):
        found = policy.permitted_acts(someone(role), purpose)
        assert found == permitted.get((role, purpose), ()), (role, purpose)
        assert tuple(act for act in policy.ACTS if policy.may(someone(role), act, purpose)) == found
        own, other = (VisibilityClass(1, agency, "P", "standard", None) for agency in ("police", "council"))
        assert policy.may_withdraw(someone(role), purpose, own) == ("withdraw" in found)
        assert not policy.may_withdraw(someone(role), purpose, other)


def test_who_is_not_active_may_do_nothing() -> None:
    assert policy.permitted_acts(someone("analyst", active=False), "data_quality") == ()
    assert not policy.may(someone("analyst", active=False), "load", "data_quality")


def test_an_unknown_purpose_permits_nothing_and_an_unknown_act_is_a_mistake() -> None:
    assert policy.permitted_acts(someone("analyst"), "curiosity") == ()
    with pytest.raises(ValueError, match="no act 'publish'"):
        policy.may(someone("analyst"), "publish", "disruption")
