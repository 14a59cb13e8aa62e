"""What the project reads: why, criterion by criterion, and what would change it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.models import (
    Appeal,
    Outcome,
    Person,
)
from tests.applications.carried import add_english, come_in
from tests.applications.decided import (
    answer,
    at,
    look,
    make_read,
    text_of,
    write,
    written,
)
from tests.applications.jurors import give, make_juror
from tests.applications.world import EMAIL
from tests.factories import CODES

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def test_it_says_why_criterion_by_criterion_and_what_would_change_it(refused, client):
    come_in(client)
    response = client.get(at(refused))
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    html = BeautifulSoup(response.content, "html.parser")
    parts = html.select(".answer__criterion")
    assert [part.h3.text for part in parts] == [f"Critère {code}" for code in CODES]
    risk = parts[1]
    assert len(risk.select("dt")) == 3
    assert [text_of(words) for words in risk.select("dd")] == [
        "a pense : risk",
        "b pense : risk",
        "Un accord signé.",
    ]
    assert risk.select_one("dd")["lang"] == "fr"
    assert risk.select_one(".badge--verified.badge--partly")
    assert parts[0].select_one(".badge--verified:not(.badge--partly)")
    assert [line.text for line in html.select(".answer__plan li")] == ["Mesurer un an.", "Écrire l’accord."]
    assert "Merci à l’équipe." in html.text
    for name in ("Ada", "Bob", "Lead"):
        assert name not in html.text


def test_it_is_read_in_the_other_language_too_with_the_jurys_words_as_they_are(grid, showcase, lead, client):
    add_english(showcase, grid)
    refused = answer(make_read(grid), lead)
    come_in(client)
    html = look(client, at(refused, language="en"))
    assert html.html["lang"] == "en"
    assert html.select_one(".answer__criterion h3").text == "Criterion novelty"
    assert "The badge that this would give: partly, verified by the jury." in text_of(html)
    assert html.select_one(".answer__criterion dd")["lang"] == "fr"
    assert "Make an appeal" in html.text


def test_an_acceptance_names_the_badges_and_leads_to_the_page(application, lead, client):
    accepted = answer(application, lead, Outcome.ACCEPT, plan="")
    come_in(client)
    html = look(client, at(accepted, language="en"))
    assert "Your badge: verified by the jury." in text_of(html)
    assert html.select_one(f'a[href="{at(accepted, "approve", "en")}"]')
    assert not html.select("main form[method=post]")
    assert not html.select_one(f'a[href="{at(accepted, "appeal", "en")}"]')


def test_there_is_no_answer_before_it_is_approved_and_none_for_others(application, lead, client):
    write(application, lead, written(application, Outcome.REFUSE))
    come_in(client)
    assert client.get(at(application)).status_code == 404
    assert client.post(at(application), {"token": "x"}).status_code == 404
    answer(application, lead)
    come_in(client, "other@example.org")
    for name in ("answer", "appeal"):
        assert client.get(at(application, name)).status_code == 404
        assert client.post(at(application, name), {"text": "Moi.", "token": "x"}).status_code == 404
    client.logout()
    for name in ("answer", "appeal"):
        assert client.get(at(application, name))["Location"].startswith(reverse("applications:enter"))
    assert not Appeal.objects.exists()


def test_html_in_an_answer_is_text(application, lead, client):
    answer(application, lead, plan="<script>alert(1)</script> & <b>gras</b>")
    come_in(client)
    html = look(client, at(application))
    assert html.select_one(".answer__plan li").text == "<script>alert(1)</script> & <b>gras</b>"


def test_pages_of_the_answer_have_their_translations(refused, client):
    come_in(client)
    for name in ("answer", "appeal"):
        html = look(client, at(refused, name))
        assert html.select_one(f'a[href="{at(refused, name, "en")}"]')


def test_the_answer_costs_no_more_with_many_people_and_a_second_answer_two_queries(
    refused, lead, client, count_queries
):
    come_in(client)
    few = count_queries(at(refused))
    Person.objects.bulk_create(Person(application=refused, email=f"p{n}@example.org") for n in range(20))
    assert count_queries(at(refused)) == few
    make_appeal(refused.people.get(email=EMAIL), "Relisez.")
    refused.refresh_from_db()
    give(refused, make_juror("carl"))
    answer(refused, lead)
    assert count_queries(at(refused)) <= few + 2
