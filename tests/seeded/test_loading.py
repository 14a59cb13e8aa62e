"""Loading the content: all of it, once."""

import io

import pytest
from django.core.management import call_command
from wagtail.models import Page

pytestmark = pytest.mark.django_db


def test_running_it_again_doubles_nothing_and_touches_nothing(seeded, db):
    page = Page.objects.get(slug="a-propos")
    page.title = "Changé par une personne"
    page.save()
    before = Page.objects.count()
    said = io.StringIO()
    call_command("seed", stdout=said)
    assert "left as it is" in said.getvalue()
    assert Page.objects.count() == before
    page.refresh_from_db()
    assert page.title == "Changé par une personne"


def test_it_says_how_much_was_loaded(seeded):
    assert "pages in French and in English" in seeded


@pytest.mark.parametrize(
    ("showcase", "door"),
    [("/fr/vitrine/", "/fr/vitrine/proposer/"), ("/en/showcase/", "/en/showcase/apply/")],
)
def test_projects_may_apply_to_a_new_site(seeded, client, showcase, door):
    assert f'href="{door}"' in client.get(showcase).text
    assert client.get(door).status_code == 200
