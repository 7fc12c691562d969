from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stronghold.casework.models import Report, ReportVersion
from stronghold.casework.reports import Content, Person, ReportProblems, amend, enter, withdraw
from stronghold.governance import audit
from stronghold.governance.models import Account, AuditEntry
from stronghold.governance.refusals import NotVisible, Refused
from tests.processes import python

KIND = "intelligence_report"


def entered(account: Account, content: Content, token: str = "t1") -> Report:
    return enter(account, "disruption", KIND, content, token=token)


@pytest.mark.django_db(transaction=True)
def test_a_report_gets_a_number_of_its_agency_and_year_and_an_audit_entry(ann: Account, full: Content) -> None:
    first, second = entered(ann, full, "a"), entered(ann, full, "b")
    year = first.entered_at.year
    assert (first.number, second.number) == (f"POLICE-{year}-0001", f"POLICE-{year}-0002")
    assert first.versions.get().content["narrative"] == full.narrative
    assert [e.action for e in AuditEntry.objects.all()][-2:] == ["report entered", "report entered"]
    assert audit.verify().holds


@pytest.mark.django_db(transaction=True)
def test_agencies_whose_names_look_alike_share_numbers_without_a_clash(account: Callable[..., Account], full: Content) -> None:
    numbers = [
        entered(account(f"p{n}", agency=name), full).number for n, name in enumerate(["north council", "North-Council", "!"])
    ]
    assert len(set(numbers)) == 3
    assert [n.rpartition("-")[2] for n in numbers] == ["0001", "0002", "0001"]
    assert numbers[2].startswith("REPORT-")


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_is_one_report(ann: Account, full: Content) -> None:
    content = replace(full, when="now")
    assert entered(ann, content).pk == entered(ann, content).pk
    assert Report.objects.count() == ReportVersion.objects.count() == 1
    with pytest.raises(ReportProblems, match="already been saved as POLICE") as refused:
        entered(ann, replace(content, narrative="Something else."))
    assert list(refused.value.problems) == ["form"]
    assert Report.objects.count() == 1


_SENDER = """
import sys
from pathlib import Path
from threading import Thread
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]))
from django.db import connection
from stronghold.casework.reports import Content, enter
from stronghold.governance import accounts

content = Content(narrative="Seen.", when="12/11/2024", source_grade="1", information_grade="A", handling="P",
    protective_marking="OFFICIAL")
account = accounts.find("ann")

def send(token):
    sys.stdout.write(enter(account, "disruption", "intelligence_report", content, token=token).number + "\\n")
    connection.close()

threads = [Thread(target=send, args=(token,)) for token in ("same", "same", sys.argv[2])]
for t in threads: t.start()
for t in threads: t.join()
"""
_PREPARE = """
import sys
from pathlib import Path
from stronghold.web.setup import prepare
prepare(Path(sys.argv[1]), create=True)
from stronghold.governance import accounts
accounts.add("ann", "police", ["analyst"])
"""


def test_one_form_sent_many_times_at_once_is_one_report_and_no_number_is_given_twice(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    assert python(_PREPARE, store).returncode == 0
    senders = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _SENDER, store, str(n)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(2)
    ]
    numbers = []
    for sender in senders:
        out, error = sender.communicate()
        assert (sender.returncode, error) == (0, "")
        numbers += out.split()
    # Four times the same form, and one other of each process.
    assert len(numbers) == 6
    assert sorted(n.rpartition("-")[2] for n in set(numbers)) == ["0001", "0002", "0003"]


@pytest.mark.django_db(transaction=True)
def test_another_account_may_happen_to_use_the_same_token(account: Callable[..., Account], ann: Account, full: Content) -> None:
    assert entered(ann, full).number != entered(account("bob"), full).number


@pytest.mark.django_db(transaction=True)
def test_nothing_is_saved_while_anything_is_wrong(ann: Account, full: Content) -> None:
    with pytest.raises(ReportProblems) as refused:
        entered(ann, replace(full, narrative="", people=(Person("Ann", phone="12", role="subject"),), operation="ash"))
    assert set(refused.value.problems) == {"narrative", "people.0.phone", "operation"}
    with pytest.raises(ReportProblems, match="kind of report"):
        enter(ann, "disruption", "person", full, token="t")
    assert not Report.objects.exists() and not AuditEntry.objects.filter(action="report entered").exists()


@pytest.mark.django_db(transaction=True)
def test_only_those_whom_the_policy_permits_enter_amend_and_withdraw(
    account: Callable[..., Account], ann: Account, full: Content
) -> None:
    officer, closed = account("dpo", "data_protection_officer"), account("closed")
    closed.is_active = False
    number = entered(ann, full).number
    for who, purpose in ((officer, "data_protection"), (officer, "disruption"), (ann, "data_quality"), (closed, "disruption")):
        before = AuditEntry.objects.filter(action="refused").count()
        with pytest.raises(Refused):
            enter(who, purpose, KIND, full, token="x")
        with pytest.raises(Refused):
            amend(who, purpose, number, full, reason="why", seen=1)
        with pytest.raises(Refused):
            withdraw(who, purpose, number, reason="why")
        assert AuditEntry.objects.filter(action="refused").count() == before + 3
    assert ReportVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_amendment_keeps_the_version_before_it(ann: Account, full: Content) -> None:
    number = entered(ann, full).number
    report = amend(ann, "disruption", number, replace(full, narrative="Three boys."), reason="It was three", seen=1)
    assert report.latest == 2
    first, second = report.versions.all()
    assert (first.content["narrative"], second.content["narrative"]) == (full.narrative, "Three boys.")
    assert (second.reason, second.by, first.reason) == ("It was three", ann, "")
    assert audit.verify().holds


@pytest.mark.django_db(transaction=True)
def test_an_amendment_needs_a_reason_a_change_and_the_version_that_holds(ann: Account, full: Content) -> None:
    number = entered(ann, full).number
    changed = replace(full, narrative="Three boys.")
    for content, reason, seen, said in (
        (changed, " ", 1, "why"),
        (full, "no change", 1, "Nothing was changed"),
        (replace(changed, when="tomorrow"), "why", 1, "date"),
        (replace(changed, operation="ash"), "why", 1, "member"),
    ):
        with pytest.raises(ReportProblems, match=said):
            amend(ann, "disruption", number, content, reason=reason, seen=seen)
    amend(ann, "disruption", number, changed, reason="It was three", seen=1)
    with pytest.raises(ReportProblems, match="changed by ann meanwhile"):
        amend(ann, "disruption", number, replace(full, narrative="Four boys."), reason="Four", seen=1)
    assert ReportVersion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_time_in_other_words_is_no_change(ann: Account, full: Content) -> None:
    report = entered(ann, replace(full, when="yesterday"))
    written_out = report.versions.get().content["occurred"]
    with pytest.raises(ReportProblems, match="Nothing was changed"):
        amend(ann, "disruption", report.number, replace(full, when=written_out), reason="why", seen=1)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_report_is_kept_with_its_reason_and_changes_no_more(ann: Account, full: Content) -> None:
    number = entered(ann, full).number
    with pytest.raises(ReportProblems, match="why"):
        withdraw(ann, "disruption", number, reason="")
    withdraw(ann, "disruption", number, reason="It was another street")
    first, last = ReportVersion.objects.order_by("version")
    assert (first.withdrawn, last.withdrawn, last.reason) == (False, True, "It was another street")
    assert last.content == first.content
    with pytest.raises(ReportProblems, match="withdrawn by ann"):
        withdraw(ann, "disruption", number, reason="again")
    with pytest.raises(ReportProblems, match="withdrawn by ann"):
        amend(ann, "disruption", number, replace(full, narrative="x"), reason="why", seen=2)
    assert audit.verify().holds


@pytest.mark.django_db(transaction=True)
def test_what_one_may_not_see_one_cannot_change(account: Callable[..., Account], full: Content) -> None:
    member, outsider, council = account("mo", operations=("ash",)), account("out"), account("cy", agency="council")
    secret = entered(member, replace(full, operation="ash")).number
    shared = entered(member, replace(full, handling="P", conditions=""), "open").number
    for who, number, error in (
        (outsider, secret, NotVisible),
        (outsider, "POLICE-2026-9999", NotVisible),
        (council, shared, Refused),
    ):
        with pytest.raises(error):
            amend(who, "disruption", number, replace(full, narrative="x"), reason="why", seen=1)
        with pytest.raises(error):
            withdraw(who, "disruption", number, reason="why")
    assert ReportVersion.objects.count() == 2
    assert AuditEntry.objects.filter(action="refused").count() == 6


@pytest.mark.django_db(transaction=True)
def test_an_operation_stays_when_a_member_of_another_amends(account: Callable[..., Account], full: Content) -> None:
    mo = account("mo", operations=("ash",))
    number = entered(mo, replace(full, operation="ash")).number
    moved = amend(mo, "disruption", number, replace(full, operation=""), reason="Opened to all", seen=1)
    assert [v.operation for v in moved.versions.all()] == ["ash", ""]
