"""The proof of work before a link is sent, where the switch is on."""

import json
from datetime import timedelta

import altcha
import html5lib
import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.utils import timezone

from showcase.applications.models import Letter
from tests.applications.doors import address, ask, page_of, token
from tests.applications.world import EMAIL

pytestmark = pytest.mark.usefixtures("showcase")


@pytest.fixture
def switched_on(settings, rules, grid):
    settings.ALTCHA = True
    settings.CONTACT_EMAIL = "team@example.org"


def task_of(client) -> altcha.Challenge:
    field = page_of(client.get(address("enter"))).select_one("[name=altcha]")
    return altcha.Challenge.from_dict(json.loads(field["data-challenge"]))


def proof_of(task: altcha.Challenge) -> str:
    solution = altcha.solve_challenge(task)
    assert solution
    return altcha.Payload(task, solution).to_base64()


def test_it_is_off_unless_it_is_switched_on(client, grid, rules):
    page = page_of(client.get(address("enter")))
    assert not page.select("[name=altcha], noscript, script[src*=altcha]")
    assert ask(client).status_code == 302


def test_a_proof_lets_one_letter_out(client, switched_on):
    proof = proof_of(task_of(client))
    assert ask(client, altcha=proof).status_code == 302
    assert Letter.objects.get().to == EMAIL
    again = ask(client, "other@example.org", altcha=proof)
    assert again.status_code == 422
    assert Letter.objects.count() == 1
    # There is another task to solve, and the spent proof is not written back.
    field = page_of(again).select_one("[name=altcha]")
    assert not field.get("value")
    task = altcha.Challenge.from_dict(json.loads(field["data-challenge"]))
    assert ask(client, "other@example.org", altcha=proof_of(task)).status_code == 302


@pytest.mark.parametrize("proof", ["", "forged", "e30=", "bnVsbA==", "W10=", "é", "A" * 4001])
def test_without_a_proof_nothing_is_sent(client, switched_on, proof):
    answer = ask(client, altcha=proof)
    assert answer.status_code == 422
    assert page_of(answer).select(".form__errors li")
    assert page_of(answer).select_one("#id_email")["value"] == EMAIL
    assert not Letter.objects.exists()


def test_a_proof_of_a_task_that_we_did_not_write_is_none(client, switched_on):
    easy = altcha.create_challenge("PBKDF2/SHA-256", 1, key_prefix="", hmac_secret="theirs")
    assert ask(client, altcha=proof_of(easy)).status_code == 422
    easier = task_of(client)
    easier.parameters.key_prefix, easier.parameters.cost = "", 1
    assert ask(client, altcha=proof_of(easier)).status_code == 422
    guessed = altcha.Payload(task_of(client), altcha.Solution(0, "00" * 32)).to_base64()
    assert ask(client, altcha=guessed).status_code == 422


def test_a_proof_of_yesterday_is_none(client, switched_on):
    proof = proof_of(task_of(client))
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert ask(client, token=token(), altcha=proof).status_code == 422
    assert not Letter.objects.exists()


def test_people_without_javascript_are_told_to_write(client, switched_on):
    answer = client.get(address("enter"))
    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    page = page_of(answer)
    assert "team@example.org" in page.select_one("noscript").text
    assert page.select_one("script[src*=altcha]")["type"] == "module"
    assert finders.find("js/applications/altcha.js")
    # Nothing that the strict policy would not let run.
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not page.select("main style, main script:not([src]), main [style]")
