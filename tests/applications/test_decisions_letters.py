"""The letter of a decision: read as it will go, in the language of the file, with the reasons."""

import email
import re
from email import policy

import pytest
from django.urls import reverse
from django.utils.translation import override

from showcase.applications.decisions.deciding import approve
from showcase.applications.decisions.drafting import decision_of, draft_of
from showcase.applications.decisions.telling import preview_of
from showcase.applications.letters.posting import post
from showcase.applications.models import Letter, Outcome, Person
from tests.applications.carried import add_english
from tests.applications.decided import (
    answer,
    decide_page,
    lacks,
    letter_page,
    make_read,
    read,
    typed,
    write,
    written,
)
from tests.applications.jurors import make_lead
from tests.applications.world import COMPLETE

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def test_the_link_of_the_letter_opens_the_answer(application, lead, mailbox, client):
    answer(application, lead)
    post.call(Letter.objects.get(kind="refused").pk)
    [envelope] = mailbox.envelopes
    mail = email.message_from_bytes(envelope.original_content, policy=policy.default)
    [link] = re.findall(r"http\S+", mail.get_body().get_content())
    path = "/" + link.split("/", 3)[3]
    response = client.post(path, follow=True)
    with override("fr"):
        assert response.redirect_chain[-1][0] == reverse("applications:answer", args=[application.key])
    assert "Un accord signé." in response.content.decode()


def test_after_the_answer_the_pages_show_the_letter_and_change_nothing(application, lead, client):
    answer(application, lead)
    client.force_login(lead)
    assert client.get(decide_page(application))["Location"] == letter_page(application)
    html = read(client, lead, letter_page(application))
    assert "Approved on" in html.text
    assert "Merci à l’équipe." in html.select_one(".decision__letter").text
    assert not html.select("main form[method=post]")


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_goes_in_the_language_of_the_file_as_it_was_shown(
    grid, showcase, client, outcome, language
):
    add_english(showcase, grid)
    french_speaker = make_lead("lead", language="fr" if language == "en" else "en")
    project = {"project": {**COMPLETE["project"], "name": "L’eau & « le puits » <b>"}}
    application = make_read(grid, language=language, sections=project)
    write(application, french_speaker, written(application, outcome))
    html = read(client, french_speaker, letter_page(application))
    shown = html.select_one(".decision__letter").text
    assert html.select_one(".decision__letter")["lang"] == language
    sent = typed(html)
    client.post(letter_page(application), sent)
    letter = Letter.objects.filter(kind__in=["accepted", "refused"]).get()
    assert letter.language == language
    before, after = letter.body.strip().split(Letter.LINK)
    assert shown.startswith(before)
    assert shown.endswith(after)
    assert html.select("dd[lang]")[0].text.split() == letter.subject.split()
    text = letter.subject + letter.body
    assert "L’eau & « le puits » <b>" in text
    assert "&amp;" not in text
    assert "&#" not in text
    assert "&lt;" not in text
    assert ("Critère risk" in text) == (language == "fr")
    assert ("Criterion risk" in text) == (language == "en")
    assert ("partly demonstrated" in text) == (language == "en")
    assert "\n\n\n" not in letter.body
    for words in ("Merci à l’équipe.", "b pense : risk", "Un accord signé.", "- Mesurer un an."):
        assert words in letter.body
    if language == "fr":
        own_words = letter.body.replace("« le puits »", "").replace("pense :", "")
        for sign in (" :", " ;", " !", " ?", "« ", " »"):  # an ordinary space
            assert sign not in own_words, sign
        assert "Constat\xa0: démontré en partie" in own_words


def test_the_preview_is_the_letter_to_the_letter(application, lead):
    write(application, lead, written(application, Outcome.REFUSE))
    subject, body = preview_of(decision_of(application))
    approve(application, lead, version=draft_of(decision_of(application)).version)
    letter = Letter.objects.get(kind="refused")
    assert letter.body.strip() == body
    assert letter.subject.split() == subject.split()


def test_a_grid_that_is_not_translated_is_told_in_the_language_it_has(grid, lead):
    application = make_read(grid, language="en")
    write(application, lead, written(application, Outcome.REFUSE))
    assert lacks(application) == []
    subject, body = preview_of(decision_of(application))
    assert "Critère risk" in body
    assert subject.startswith("The answer to your application")


def test_the_letter_names_whom_it_goes_to(application, lead, client):
    Person.objects.create(application=application, email="ali@example.org")
    write(application, lead, written(application))
    html = read(client, lead, letter_page(application))
    assert "nora@example.org, ali@example.org" in html.select_one(".decision__head").text
