"""The future page, from whatever a file says at any moment."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from showcase.applications.carrying.pages import page_of, paragraphs, private_evidence
from showcase.applications.models import Attachment
from showcase.applications.sections import plan_of
from showcase.models import ProjectPage
from tests.applications.carried import add_english, add_images, address, change_draft, come_in, make_accepted
from tests.applications.carried import publish as publish_page
from tests.applications.world import fill, make_application, make_complete

pytestmark = pytest.mark.usefixtures("showcase")


def page_for(application):
    with override(application.language):
        return page_of(application, plan_of(application))


def text_of(page) -> str:
    return " ".join(map(str, page.body.stream_block.get_searchable_content(page.body)))


def test_a_complete_file_is_carried_over_whole(grid):
    page = page_for(make_complete(grid))
    assert (page.title, page.summary) == ("Le puits commun", "Un village répare et gère son puits.")
    assert (page.organisation, page.legal_form, page.start_year) == (
        "Association du puits",
        "association",
        2015,
    )
    assert (page.country.code, page.place) == ("MA", "Aït Ourir")
    assert (str(page.latitude), str(page.longitude)) == ("31.56440", "-7.66280")
    assert (page.sectors, page.sdgs) == (["places", "environment-energy"], [6])
    assert [block.value for block in page.beneficiaries] == ["Cent familles."]
    assert [block.value["name"] for block in page.partners] == ["Commune d’Aït Ourir"]
    for words in ("L’eau manquait.", "Tout a commencé en 2015.", "Les familles décident en assemblée."):
        assert words in text_of(page)
    (figure,) = page.figures.all()
    assert (figure.value, figure.year, figure.source_url) == ("100", 2024, "https://example.org/rapport")
    assert {(found.assessor, found.finding) for found in page.badges} == {("self", "demonstrated")}
    assert [found.criterion.sort_order for found in page.badges] == [1, 2, 3, 4, 5]
    assert page.badges[0].evidence[0].value["url"] == "https://example.org/novelty"
    assert not ProjectPage.objects.exists()


def test_what_is_wrong_or_missing_is_left_out(grid):
    application = make_application(grid)
    fill(
        application,
        {
            "project": {
                "name": "Le puits",
                "start_year": "l’an dernier",
                "status": "invented",
                "sectors": ["places", "nowhere"],
                "website": "https://example.org/" + "a" * 400,
                "summary": "x" * 301,
            },
            "place": {"country": "ZZ", "latitude": "31.5"},
            "criterion-risk": {"level": "demonstrated"},
            "figures": {"row-0-value": "12", "row-1-label": "sans nombre"},
            "people": {"row-0-name": "Sans genre", "row-1-kind": "public"},
            "images": {"row-0-attachment": "not-a-key", "row-0-permission": "on"},
        },
    )
    page = page_for(application)
    assert (page.start_year, page.status, page.website, page.summary) == (None, "active", "", "")
    assert (page.latitude, page.longitude, page.country.code) == (None, None, "")
    assert not page.figures.all()
    assert not page.partners
    (found,) = page.badges
    assert (found.finding, found.reason) == ("demonstrated", "")


def test_text_is_text_and_its_paragraphs_stay(grid):
    application = make_application(grid)
    fill(application, {"project": {"story": "<script>alert(1)</script> & co\nsuite\n \nAutre alinéa"}})
    (_heading, text) = page_for(application).body
    assert text.value["text"].source == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co<br/>suite</p><p>Autre alinéa</p>"
    )
    assert paragraphs(["", "un", "deux"]) == "<p>un</p><p>deux</p>"


def test_a_long_answer_to_for_whom_is_shortened_beside_and_whole_in_the_story(grid):
    application = make_application(grid)
    long = "Les familles du haut de la vallée, " * 8
    fill(application, {"need": {"for_whom": f"Les enfants\n{long}"}})
    page = page_for(application)
    groups = [block.value for block in page.beneficiaries]
    assert groups[0] == "Les enfants"
    assert len(groups[1]) <= 120
    assert groups[1].endswith("…")
    assert long.strip() in text_of(page)


def test_what_partners_bring_is_in_the_story(grid):
    application = make_application(grid)
    sent = {"row-0-name": "Commune", "row-0-kind": "public", "row-0-role": "Le terrain"}
    fill(application, {"people": sent})
    assert "Commune" in text_of(page_for(application))
    assert "Le terrain" in text_of(page_for(application))


def test_a_date_that_is_none_and_a_file_without_address_are_not_evidence(grid):
    application = make_application(grid)
    key = str(add_images(application)[0].key)
    rows = {
        "level": "partly",
        "claim": "Voici.",
        "row-0-title": "Étude",
        "row-0-url": "https://example.org/e",
        "row-0-date": "hier",
        "row-1-title": "Bilan interne",
        "row-1-attachment": key,
    }
    fill(application, {"criterion-risk": rows})
    (found,) = page_for(application).badges
    (block,) = found.evidence
    assert (block.value["title"], block.value["date"], block.value["kind"]) == ("Étude", "", "self-reported")
    with override("fr"):
        assert private_evidence(plan_of(application)) == ["Bilan interne"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_empty_file_has_a_preview_that_says_what_is_missing(client, grid, language):
    application = make_application(grid)
    come_in(client)
    answer = client.get(address("preview", application.key, language=language))
    html = answer.content.decode()
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(html)
    page = BeautifulSoup(html, "html.parser")
    assert page.html["lang"] == "fr"  # the language of the file, whatever the address
    notice = page.select_one(".preview-notice")
    links = [link["href"] for link in notice.select("li a")]
    assert address("section", application.key, "need") in links
    assert address("section", application.key, "figures") not in links
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_english_file_is_previewed_in_english(client, showcase, grid):
    add_english(showcase, grid)
    application = make_application(grid, language="en")
    fill(
        application,
        {"project": {"name": "The well", "story": "It began."}, "criterion-risk": {"level": "partly"}},
    )
    come_in(client)
    page = BeautifulSoup(client.get(address("preview", application.key)).content, "html.parser")
    assert page.html["lang"] == "en"
    assert page.h1.text == "The well"
    assert "Criterion risk" in page.text


def test_a_complete_preview_is_the_page_with_its_own_template(client, grid):
    application = make_complete(grid)
    come_in(client)
    answer = client.get(address("preview", application.key))
    html = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    page = BeautifulSoup(html, "html.parser")
    assert "showcase/project_page.html" in [template.name for template in answer.templates]
    assert page.h1.text == "Le puits commun"
    assert len(page.select(".assessment--declared")) == 5
    assert not page.select(".preview-notice details")
    assert [link.text for link in page.select(".breadcrumbs a")] == ["Accueil", "Vitrine"]
    assert client.get(address("preview", application.key, language="en")).status_code == 200


def test_images_are_shown_from_where_they_are_kept_with_permission_alone(client, grid):
    application = make_application(grid)
    kept = add_images(application)
    come_in(client)
    page = BeautifulSoup(client.get(address("preview", application.key)).content, "html.parser")
    shown = page.select("figure.picture img")
    assert [image["src"] for image in shown] == [
        address("attachment", application.key, attachment.key) for attachment in kept
    ]
    assert shown[0]["alt"] == "Le puits, vue 1"
    assert client.get(shown[0]["src"]).status_code == 200
    Attachment.objects.filter(pk=kept[0].pk).update(scan="waiting")
    page = BeautifulSoup(client.get(address("preview", application.key)).content, "html.parser")
    assert len(page.select("figure.picture img")) == 1
    add_images(application, permission=False)
    page = BeautifulSoup(client.get(address("preview", application.key)).content, "html.parser")
    assert not page.select("figure.picture img")


def test_a_preview_is_for_the_people_on_the_file(client, grid):
    application = make_application(grid)
    assert client.get(address("preview", application.key)).status_code == 302
    make_application(grid, email="other@example.org")
    come_in(client, "other@example.org")
    assert client.get(address("preview", application.key)).status_code == 404


def test_a_preview_costs_the_same_however_much_a_file_says(client, grid):
    application = make_complete(grid)
    come_in(client)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address("preview", application.key)).status_code == 200
        return len(queries)

    add_images(application, number=1)
    cost()
    few = cost()
    add_images(application, number=3)
    rows = {f"row-{row}-name": f"Partenaire {row}" for row in range(15)}
    rows |= {f"row-{row}-kind": "public" for row in range(15)}
    fill(application, {"people": {"concerned": "Tout le monde."} | rows})
    assert cost() == few


def test_after_the_answer_the_draft_itself_is_shown_in_both_languages(client, showcase, grid):
    add_english(showcase, grid)
    application = make_accepted(grid)
    change_draft(application, title="Le puits, revu par la rédaction")
    come_in(client)
    page = BeautifulSoup(client.get(address("preview", application.key)).content, "html.parser")
    assert page.h1.text == "Le puits, revu par la rédaction"
    assert page.select(".assessment--verified")
    links = [link["href"] for link in page.select(".preview-notice a")]
    assert links[:2] == [
        address("preview", application.key, language="en"),
        address("approve", application.key),
    ]
    english = client.get(address("preview", application.key, language="en"))
    page = BeautifulSoup(english.content, "html.parser")
    assert english.status_code == 200
    assert page.html["lang"] == "en"
    assert "Criterion risk" in page.text


def test_once_it_is_public_the_preview_leads_to_the_page(client, grid):
    application = make_accepted(grid)
    publish_page(application)
    come_in(client)
    answer = client.get(address("preview", application.key))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/vitrine/le-puits-commun/")
