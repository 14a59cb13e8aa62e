"""What surrounds every page: settings per language, the call button among them."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import override

from home.models import PublisherSettings, SiteFrame
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    ContentPageFactory,
    in_english,
    make_frame,
)


def body(client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_the_call_button_is_absent_while_there_is_no_number(home, client):
    make_frame(phone="")
    assert not body(client, "/fr/").select('[href^="tel:"], .button--call')


def test_the_call_button_calls_the_number_of_the_language(home, client):
    in_english(home, slug="home")
    make_frame("fr", phone="01 23 45 67 89", call_label="Appelez-nous")
    make_frame("en", phone="+33 1 23 45 67 80", call_label="Call us now")
    french, english = (body(client, path).select_one(".button--call") for path in ("/fr/", "/en/"))
    assert (french["href"], english["href"]) == ("tel:0123456789", "tel:+33123456780")
    assert "Appelez-nous" in french.text
    assert "Call us now" in english.text


@pytest.mark.parametrize("phone", ["javascript:alert(1)", "12", "appelez", "0" * 40])
def test_what_is_not_a_number_is_refused_with_what_to_write(db, phone):
    frame = make_frame()
    frame.phone = phone
    with pytest.raises(ValidationError) as caught:
        frame.full_clean()
    assert "phone" in caught.value.message_dict


def test_the_menu_leads_to_the_page_in_the_readers_language(home, client):
    page = ContentPageFactory(parent=home, locale=home.locale, title="À propos", slug="a-propos")
    in_english(home, slug="home")
    in_english(page, title="About", slug="about")
    entry = [{"type": "link", "value": {"label": "Nous", "page": page.pk}}]
    make_frame("fr", menu=entry)
    make_frame("en", menu=entry)
    assert body(client, "/fr/").select_one(".site-nav a")["href"] == "/fr/a-propos/"
    assert body(client, "/en/").select_one(".site-nav a")["href"] == "/en/about/"


def test_a_menu_entry_whose_page_is_withdrawn_disappears(home, client):
    page = ContentPageFactory(parent=home, locale=home.locale, title="À propos", slug="a-propos")
    make_frame(menu=[{"type": "link", "value": {"label": "Nous", "page": page.pk}}])
    page.unpublish()
    nav = body(client, "/fr/").select_one(".site-nav")
    assert "Nous" not in nav.text


def test_the_menu_says_where_the_reader_is(home, client):
    index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
    page = ConceptPageFactory(parent=index, locale=home.locale, slug="ess")
    make_frame(menu=[{"type": "link", "value": {"label": "Lien", "page": one.pk}} for one in (home, index)])

    def marks(path: str) -> list[str | None]:
        return [link.get("aria-current") for link in body(client, path).select(".site-nav a")[:2]]

    assert marks("/fr/") == ["page", None]
    assert marks("/fr/comprendre/") == [None, "page"]
    assert marks("/fr/comprendre/ess/") == [None, "true"]
    assert page.make_preview_request().status_code == 200


def test_social_links_and_contact_are_in_the_footer(home, client):
    make_frame(
        contact_email="bonjour@example.org",
        address="1, rue du Pont",
        social_links=[{"type": "link", "value": {"network": "mastodon", "url": "https://example.social/@p"}}],
    )
    footer = body(client, "/fr/").select_one(".site-footer")
    assert footer.select_one('[href="mailto:bonjour@example.org"]')
    assert footer.select_one('[href="https://example.social/@p"]').text.strip() == "Mastodon"
    assert "1, rue du Pont" in footer.text


def test_a_site_without_frame_still_has_a_name(home, client):
    assert "Passerelle" in body(client, "/fr/").title.text


def test_the_frame_is_asked_for_once(db, django_assert_num_queries):
    make_frame()
    request = RequestFactory().get("/fr/")
    with override("fr"), django_assert_num_queries(1):
        assert SiteFrame.for_request(request) is SiteFrame.for_request(request)


def test_a_publishers_fact_is_printed_where_known_and_marked_where_missing(home, client):
    page = ContentPageFactory(
        parent=home,
        locale=home.locale,
        title="Mentions légales",
        slug="mentions",
        body=[
            {
                "type": "publisher_facts",
                "value": {"title": "Éditeur", "facts": ["publisher_name", "host_name"]},
            }
        ],
    )
    publisher = PublisherSettings.load()
    publisher.publisher_name = "Association du Pont"
    publisher.save()
    facts = body(client, page.get_url()).select_one(".block--publisher_facts")
    assert "Association du Pont" in facts.text
    (missing,) = facts.select("mark")
    assert "Paramètres" in missing.text


@pytest.mark.parametrize(
    "path", ["/admin/snippets/home/siteframe/", "/admin/settings/home/publishersettings/"]
)
def test_both_are_edited_in_the_admin(home, client, admin_user, path):
    make_frame()
    PublisherSettings.load()
    client.force_login(admin_user)
    assert client.get(path, follow=True).status_code == 200
