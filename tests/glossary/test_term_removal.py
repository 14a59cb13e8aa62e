"""Deleting or unpublishing a term: said before, redirected after, in both languages."""

import pytest
from bs4 import BeautifulSoup
from wagtail.contrib.redirects.models import Redirect

from glossary.models import GlossaryIndexPage, TermPage
from tests.factories import (
    ConceptIndexPageFactory,
    ConceptPageFactory,
    GlossaryIndexPageFactory,
    TermPageFactory,
    in_english,
)


@pytest.fixture(autouse=True)
def _tasks_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def glossary(home):
    return GlossaryIndexPageFactory(parent=home, locale=home.locale, slug="glossaire")


@pytest.fixture
def scop(glossary, home):
    """A term that two pages use."""
    page = TermPageFactory(parent=glossary, locale=home.locale, title="Scop", slug="scop")
    page.save_revision().publish()
    index = ConceptIndexPageFactory(parent=home, locale=home.locale, slug="comprendre")
    for title, text in (("Entreprendre", "Des Scops."), ("Décider", "Une Scop.")):
        concept = ConceptPageFactory(
            parent=index,
            locale=home.locale,
            title=title,
            body=[{"type": "text", "value": {"text": f"<p>{text}</p>", "sources": []}}],
        )
        concept.save_revision().publish()
    return TermPage.objects.get(pk=page.pk)


def in_language(user, language: str) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.get_for_user(user)
    UserProfile.objects.update(preferred_language=language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "2 pages publiées utilisent le terme"), ("en", "2 published pages use the term")],
)
@pytest.mark.parametrize(
    "action", ["delete", "unpublish", "bulk/wagtailcore/page/delete", "bulk/wagtailcore/page/unpublish"]
)
def test_the_question_says_which_pages_use_it(scop, client, admin_user, action, language, words):
    in_language(admin_user, language)
    client.force_login(admin_user)
    address = f"/admin/{action}/?id={scop.pk}" if "bulk" in action else f"/admin/pages/{scop.pk}/{action}/"
    document = BeautifulSoup(client.get(address).content, "html.parser")
    assert words in document.text
    links = [link.text for link in document.find_all("a")]
    assert "Entreprendre" in links
    assert "Décider" in links


def test_nothing_is_said_of_a_page_that_is_no_term_or_is_not_used(scop, glossary, client, admin_user):
    unused = TermPageFactory(parent=glossary, locale=glossary.locale, title="ESUS")
    client.force_login(admin_user)
    for page in (unused, glossary):
        for action in ("delete", "unpublish"):
            assert "terme «" not in client.get(f"/admin/pages/{page.pk}/{action}/").content.decode()


def test_a_deleted_term_leads_to_the_glossary_of_its_language(
    scop, glossary, home, client, admin_user, django_capture_on_commit_callbacks
):
    in_english(home, slug="home")
    in_english(GlossaryIndexPage.objects.get(pk=glossary.pk), slug="glossary")
    english = in_english(scop, slug="scop-coop")
    client.force_login(admin_user)
    for page, index in ((scop, "/fr/glossaire/"), (english, "/en/glossary/")):
        address = page.get_url()
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/admin/pages/{page.pk}/delete/").status_code == 302
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, index)
        assert client.get(index).status_code == 200


def test_its_former_addresses_lead_there_too(scop, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        scop.slug = "scop-nouvelle"
        scop.save_revision().publish()
    assert client.get("/fr/glossaire/scop/")["Location"] == "/fr/glossaire/scop-nouvelle/"
    with django_capture_on_commit_callbacks(execute=True):
        TermPage.objects.get(pk=scop.pk).delete()
    for address in ("/fr/glossaire/scop/", "/fr/glossaire/scop-nouvelle/"):
        assert client.get(address)["Location"] == "/fr/glossaire/"


def test_an_unpublished_term_leads_there_while_it_is_away(scop, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        scop.unpublish()
    response = client.get("/fr/glossaire/scop/")
    assert (response.status_code, response["Location"]) == (302, "/fr/glossaire/")
    TermPage.objects.get(pk=scop.pk).save_revision().publish()
    assert client.get("/fr/glossaire/scop/").status_code == 200
    assert not Redirect.objects.exists()


def test_a_term_never_published_and_a_glossary_deleted_whole_leave_nothing(
    glossary, home, django_capture_on_commit_callbacks
):
    draft = TermPageFactory(
        parent=glossary, locale=home.locale, title="Essai", live=False, first_published_at=None
    )
    with django_capture_on_commit_callbacks(execute=True):
        draft.delete()
    TermPageFactory(parent=glossary, locale=home.locale, title="Scop").save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        GlossaryIndexPage.objects.get(pk=glossary.pk).delete()
    assert not Redirect.objects.exists()
