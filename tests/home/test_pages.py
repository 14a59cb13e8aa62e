"""Every page type answers in both languages, and says where its other language is."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction, get_page_models

from home.models import BasePage
from tests import factories
from tests.factories import in_english, make_frame, make_grid, make_picture, make_project


@pytest.fixture
def every_page(home) -> dict[str, tuple[Page, Page]]:
    """One page of each type of the site, by the name of the type, in French and in English."""
    french: list[Page] = [home]
    for factory in (
        factories.ConceptIndexPageFactory,
        factories.ContentPageFactory,
        factories.SourcesPageFactory,
        factories.ContactPageFactory,
        factories.ShowcasePageFactory,
        factories.GlossaryIndexPageFactory,
    ):
        french.append(factory(parent=home, locale=home.locale))
    by_type = {type(page).__name__: page for page in french}
    french += [
        factories.ConceptPageFactory(parent=by_type["ConceptIndexPage"], locale=home.locale),
        factories.TermPageFactory(parent=by_type["GlossaryIndexPage"], locale=home.locale),
        make_project(by_type["ShowcasePage"], make_grid()),
    ]
    pairs = {}
    for page in french:
        fresh = type(page).objects.get(pk=page.pk)
        english = in_english(fresh, title=f"English {fresh.title}", slug=f"english-{fresh.slug}")
        pairs[type(page).__name__] = (fresh, english)
    return pairs


def test_the_pages_above_are_all_the_types_of_the_site(every_page):
    ours = {model.__name__ for model in get_page_models() if issubclass(model, BasePage)}
    assert set(every_page) == ours


def test_every_type_is_read_in_both_languages_and_each_leads_to_the_other(every_page, client):
    for name, pair in every_page.items():
        for page, other in (pair, reversed(pair)):
            response = client.get(page.get_url())
            assert response.status_code == 200, name
            document = BeautifulSoup(response.content, "html.parser")
            language = page.locale.language_code
            assert document.html["lang"] == language
            assert document.find("link", rel="canonical")["href"] == page.full_url
            alternates = {
                link["hreflang"]: link["href"] for link in document.select("link[rel=alternate][hreflang]")
            }
            french = pair[0].full_url
            assert alternates == {"fr": french, "en": pair[1].full_url, "x-default": french}
            switch = document.select_one(".languages a")
            assert switch["href"] == other.get_url()
            assert switch["hreflang"] == other.locale.language_code


def test_html_is_valid_and_holds_no_inline_script_or_style(every_page, client):
    for name, pair in every_page.items():
        for page in pair:
            text = client.get(page.get_url()).content.decode()
            parser = html5lib.HTMLParser(strict=False)
            parser.parse(text)
            assert parser.errors == [], name
            document = BeautifulSoup(text, "html.parser")
            assert document.find_all("style") == []
            assert document.find_all(style=True) == []
            assert [script for script in document.find_all("script") if not script.get("src")] == []


def test_a_public_page_is_the_same_for_everybody(every_page, client):
    for name, (page, _english) in every_page.items():
        if name == "ContactPage":
            continue  # its form belongs to one person
        response = client.get(page.get_url())
        assert "public" in response["Cache-Control"]
        assert "cookie" not in response.get("Vary", "").lower()
        assert not response.cookies
        assert "unsafe" not in response["Content-Security-Policy"]
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_no_type_needs_more_than_twelve_queries(every_page, count_queries):
    make_frame()
    counts = {name: count_queries(page.get_url()) for name, (page, _english) in every_page.items()}
    assert max(counts.values()) <= 12, counts


def test_a_page_without_translation_says_so_and_leads_home(home, client):
    in_english(home)
    page = factories.ContentPageFactory(parent=home, locale=home.locale, title="Seule")
    document = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
    missing = document.select_one(".languages__missing")
    assert missing["href"] == "/en/"
    assert "pas traduite" in missing.text
    assert [link["hreflang"] for link in document.find_all("link", rel="alternate")] == ["fr", "x-default"]


def test_an_unpublished_translation_is_not_offered(home, client):
    english = in_english(home)
    english.unpublish()
    document = BeautifulSoup(client.get("/fr/").content, "html.parser")
    assert document.select_one(".languages__missing").name == "span"
    assert document.select(".languages a") == []
    assert client.get("/en/").status_code == 404


def test_a_page_nowhere_below_and_a_page_not_live_are_not_found(home, client):
    draft = factories.ContentPageFactory(parent=home, locale=home.locale, title="Brouillon", live=False)
    assert client.get(draft.get_url() or f"/fr/{draft.slug}/").status_code == 404
    for path in ("/fr/nulle-part/", "/fr/%00/", "/fr/" + "a" * 3000 + "/", "/fr//"):
        assert client.get(path).status_code == 404, path
    assert client.get(f"/fr/{home.slug}/").status_code == 404


def test_the_way_back_names_no_page_that_is_not_published(home, client):
    above = factories.ContentPageFactory(parent=home, locale=home.locale, title="Au-dessus")
    below = factories.ContentPageFactory(parent=above, locale=home.locale, title="Au-dessous")

    def crumbs() -> list[str]:
        response = client.get(below.get_url())
        assert response.status_code == 200
        return [
            crumb.text.strip()
            for crumb in BeautifulSoup(response.content, "html.parser").select(".breadcrumbs li")
        ]

    assert crumbs() == ["Accueil", "Au-dessus", "Au-dessous"]
    above.unpublish()
    assert crumbs() == ["Accueil", "Au-dessous"]


def test_a_restricted_page_asks_for_its_password(home, client):
    page = factories.ContentPageFactory(parent=home, locale=home.locale, title="Réservée")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sésame")
    response = client.get(page.get_url())
    text = response.content.decode()
    assert "Un mot de passe est nécessaire" in text
    assert "Réservée" not in text
    assert "public" not in response.get("Cache-Control", "")
    action = BeautifulSoup(text, "html.parser").select_one("form.form")["action"]
    wrong = client.post(action, {"password": "faux", "return_url": page.get_url()})
    assert "field__error" in wrong.content.decode()
    right = client.post(action, {"password": "sésame", "return_url": page.get_url()}, follow=True)
    assert "Réservée" in right.content.decode()


def test_what_a_page_behind_a_password_says_is_on_no_list(home, client):
    concepts = factories.ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
    showcase = factories.ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    glossary = factories.GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")
    secrets = [
        factories.ConceptPageFactory(parent=concepts, locale=home.locale, title="Secret un"),
        factories.ProjectPageFactory(parent=showcase, locale=home.locale, title="Secret deux"),
        factories.TermPageFactory(parent=glossary, locale=home.locale, title="Secret trois"),
    ]
    reader = factories.ConceptPageFactory(
        parent=concepts,
        locale=home.locale,
        title="À lire",
        related=[
            {"type": "concept", "value": secrets[0].pk},
            {"type": "project", "value": secrets[1].pk},
        ],
        body=[{"type": "featured_project", "value": {"intro": "", "project": secrets[1].pk}}],
    )
    lists = (concepts, showcase, glossary, reader)
    assert all("Secret" in client.get(page.get_url()).content.decode() for page in lists)
    for page in secrets:
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert [page for page in lists if "Secret" in client.get(page.get_url()).content.decode()] == []


def test_a_page_of_a_list_has_an_address_of_its_own(home, client):
    showcase = factories.ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    for _number in range(25):
        factories.ProjectPageFactory(parent=showcase, locale=home.locale)
    for query, canonical in (("", ""), ("?page=1", ""), ("?page=2", "?page=2")):
        document = BeautifulSoup(client.get(showcase.get_url() + query).content, "html.parser")
        assert document.find("link", rel="canonical")["href"] == showcase.full_url + canonical


def test_pictures_are_offered_in_light_formats_with_dimensions(home, client):
    showcase = factories.ShowcasePageFactory(parent=home, locale=home.locale)
    make_project(showcase, make_grid(), listing_image=make_picture(size=(800, 600)))
    document = BeautifulSoup(client.get(showcase.get_url()).content, "html.parser")
    picture = document.select_one(".project-card picture")
    assert [source["type"] for source in picture.find_all("source")] == ["image/avif", "image/webp"]
    image = picture.find("img")
    assert image["width"] == "720" or image["width"] == "360"
    assert image["height"]
    assert image["alt"] == ""
    assert image["loading"] == "lazy"
    assert all(" 360w" in source["srcset"] for source in picture.find_all("source"))


def test_who_is_signed_in_sees_the_bar_and_gets_an_answer_of_their_own(home, client, admin_user):
    client.force_login(admin_user)
    response = client.get("/fr/")
    assert "wagtail-userbar" in response.content.decode()
    assert "public" not in response.get("Cache-Control", "")


def test_a_page_can_be_previewed_before_it_is_ever_saved(home, rf):
    page = factories.ContentPageFactory.build(title="À venir", slug="a-venir", locale=home.locale)
    page.path, page.depth, page.url_path = f"{home.path}0001", 3, f"{home.url_path}a-venir/"
    response = page.make_preview_request(original_request=rf.get("/fr/"))
    assert response.status_code == 200
    assert "À venir" in response.content.decode()


def test_the_admin_shows_the_form_of_every_type(every_page, client, admin_user):
    client.force_login(admin_user)
    for name, (page, _english) in every_page.items():
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200, name


@pytest.mark.parametrize("path", ["a/" * 10_000, f"{'a' * 20_000}/"])
def test_an_endless_address_is_not_looked_for(home, client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert client.get(f"/fr/{path}").status_code == 404
