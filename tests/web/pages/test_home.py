"""The first page."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from stronghold.governance.models import AuditEntry, SubjectPseudonym

SignIn = Callable[..., Client]


def test_it_tells_what_may_be_seen_and_no_more(sign_in: SignIn) -> None:
    page = sign_in("analyst", "disruption").get("/").content.decode()
    assert 'name="q"' in page and 'action="/search/"' in page
    assert "Meetings" in page and "Police" in page and "Council" in page
    assert "Health" not in page  # all of health's records are sensitive
    assert "Seen by the bridge." in page
    for hidden in ("Voss", "Covert", "Elizabeth", "Shared with conditions", "Nora"):
        assert hidden not in page


def test_counts_are_of_visible_records(sign_in: SignIn) -> None:
    def meetings(client: Client) -> str:
        page = client.get("/").content.decode()
        row = page[page.index(">Meetings<") :]
        return row[row.index("numeric") :].split(">")[1].split("<")[0]

    assert meetings(sign_in("analyst", "disruption")) == "1"
    assert meetings(sign_in("analyst", "disruption", operations=("ash",))) == "2"


def test_who_is_named_on_it_is_in_the_audit(sign_in: SignIn) -> None:
    sign_in("analyst", "disruption").get("/")
    entry = AuditEntry.objects.latest("sequence")
    shown = {SubjectPseudonym.objects.get(pseudonym=s).subject for s in entry.subjects}
    assert entry.action == "overview"
    assert {"P-AM000001", "P-BE000001", "police/rms/meeting/m1"} <= shown


def test_a_purpose_that_opens_nothing_says_what_to_do(sign_in: SignIn) -> None:
    page = sign_in("council_lead", "reporting", agency="council").get("/").content.decode()
    assert "You may see no records for this purpose" in page
    assert "/purpose/" in page
