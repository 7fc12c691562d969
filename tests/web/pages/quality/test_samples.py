"""A sample is drawn in the browser, its file goes out and comes back, and what it says is shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stronghold.casework.models import ClericalPair, ClericalSample
from stronghold.linking.clerical import ANSWER

SignIn = Callable[..., Client]


def drawn(client: Client) -> str:
    answer = client.post("/quality/samples/draw/", {"size": "20", "seed": "1"})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_why_another_number_is_drawn_is_said(sign_in: SignIn) -> None:
    analyst = sign_in("analyst", "disruption")
    shown = analyst.get(drawn(analyst)).content.decode()
    assert "were asked for" in shown


def test_what_is_wrong_with_the_form_is_said_and_nothing_is_drawn(sign_in: SignIn) -> None:
    analyst = sign_in("analyst", "disruption")
    assert "How many pairs" in analyst.get("/quality/samples/draw/").content.decode()
    for size, words in (("", "Enter how many"), ("5", "at least 20"), ("many", "whole number"), ("6000", "at most 5,000")):
        answer = analyst.post("/quality/samples/draw/", {"size": size, "seed": "1"})
        told = answer.content.decode()
        assert answer.status_code == 400 and words in told
        assert not size or f'value="{size}"' in told
    assert not ClericalSample.objects.exists()
    sergeant = sign_in("sergeant", "disruption")
    assert sergeant.get("/quality/samples/draw/").status_code == 403
    nobody = sign_in("analyst", "data_quality", agency="housing")
    answer = nobody.post("/quality/samples/draw/", {"size": "20", "seed": "1"})
    assert answer.status_code == 400 and "There is nothing to judge" in answer.content.decode()


def test_a_sample_says_how_far_it_is_and_then_what_it_says(sign_in: SignIn) -> None:
    analyst = sign_in("analyst", "disruption")
    address = drawn(analyst)
    told = analyst.get(address).content.decode()
    assert "0 of 1 pairs have an answer" in told and "Begin judging" in told and "Not enough yet" in told
    ClericalPair.objects.update(answer="yes")
    told = analyst.get(address).content.decode()
    assert "Precision: 100.0%, from 100.0% to 100.0%" in told and "judging</a>" not in told
    assert "100% (100% to 100%)" in analyst.get("/quality/").content.decode()
    assert analyst.get("/quality/samples/99/").status_code == 404


def test_the_file_goes_out_is_filled_in_and_comes_back(sign_in: SignIn) -> None:
    analyst = sign_in("analyst", "disruption")
    address = drawn(analyst)
    answer = analyst.get(f"{address}file/?as=csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="sample-')
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert analyst.get(f"{address}file/?as=design")["Content-Type"] == "application/json"
    assert (
        analyst.get(f"{address}file/?as=xlsx").content[:2] == b"PK" and analyst.get(f"{address}file/?as=pdf").status_code == 400
    )

    def sent(said: str, name: str = "filled.csv") -> tuple[int, str]:
        into = io.StringIO()
        writer = csv.DictWriter(into, row.keys())
        writer.writeheader()
        writer.writerow({**row, ANSWER: said})
        back = analyst.post(f"{address}answers/", {"file": SimpleUploadedFile(name, into.getvalue().encode())}, follow=True)
        return back.status_code, back.content.decode()

    status, told = sent("perhaps")
    assert status == 400 and "&#x27;perhaps&#x27; is no answer" in told and "line 2" in told
    assert sent("yes", "filled.txt")[0] == 400 and not ClericalPair.objects.exclude(answer="").exists()
    status, told = sent("no")
    assert status == 200 and "Kept from the file: 1 answer." in told and "1 of 1 pairs have an answer" in told
    assert "Choose the file" in analyst.post(f"{address}answers/", {}).content.decode()
