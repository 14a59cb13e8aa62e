"""Publishing and withdrawing at a set time, in both languages; saving by itself; comments."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from home.models import ConceptPage
from studio.roles import EDITORS, MODERATORS, TRANSLATORS
from tests.studio.forms import filled
from tests.studio.world import make_person

STREAMS = ("in_brief", "body", "related")
HOUR = datetime.timedelta(hours=1)


def edit_address(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def is_public(client, page) -> bool:
    client.logout()
    return client.get(page.get_url()).status_code == 200


@pytest.mark.parametrize("which", ["draft", "english"])
def test_a_page_goes_live_and_away_at_its_hours_in_either_language(world, client, which):
    page = getattr(world, which)
    if (
        which == "english"
    ):  # as it stands without its translation's editor, or the source's form would not open
        world.translation.enabled = False
        world.translation.save()
        ConceptPage.objects.filter(pk=page.pk).update(live=False)
    client.force_login(make_person(MODERATORS))
    now = timezone.localtime()
    form = filled(client.get(edit_address(page)).content, *STREAMS)
    times = {"go_live_at": now + HOUR, "expire_at": now + 3 * HOUR}
    form |= {name: moment.strftime("%Y-%m-%d %H:%M") for name, moment in times.items()}
    client.post(edit_address(page), form | {"action-publish": "1"})
    call_command("publish_scheduled", verbosity=0)
    assert not is_public(client, page)
    with time_machine.travel(now + 2 * HOUR):
        call_command("publish_scheduled", verbosity=0)
        assert is_public(client, page)
    with time_machine.travel(now + 4 * HOUR):
        call_command("publish_scheduled", verbosity=0)
        assert not is_public(client, page)


def test_a_page_that_expires_takes_its_translation_with_it_only_where_that_expires_too(world, client):
    """Wagtail withdraws the page that has the date; each language has its own, which is told in the guide."""
    ConceptPage.objects.filter(pk=world.concept.pk).update(expire_at=timezone.now() - HOUR)
    call_command("publish_scheduled", verbosity=0)
    assert not is_public(client, world.concept)
    assert is_public(client, world.english)


def test_an_editor_is_offered_no_hour_of_publication_that_counts(world, client):
    client.force_login(make_person(EDITORS))
    form = filled(client.get(edit_address(world.draft)).content, *STREAMS)
    moment = (timezone.localtime() - HOUR).strftime("%Y-%m-%d %H:%M")
    client.post(edit_address(world.draft), form | {"go_live_at": moment, "action-publish": "1"})
    call_command("publish_scheduled", verbosity=0)
    assert not ConceptPage.objects.get(pk=world.draft.pk).live


def test_a_page_saves_itself_new_or_not_and_not_too_often(world, client):
    client.force_login(make_person(EDITORS))
    new = reverse("wagtailadmin_pages:add", args=["home", "conceptpage", world.index.pk])
    for address in (edit_address(world.concept), new):
        html = client.get(address).content.decode()
        assert "w-autosave" in html
        assert f'data-w-autosave-interval-value="{settings.WAGTAIL_AUTOSAVE_INTERVAL}"' in html
    assert settings.WAGTAIL_AUTOSAVE_INTERVAL >= 1000
    form = filled(client.get(new).content, *STREAMS) | {"title": "Toute neuve", "slug": "toute-neuve"}
    saved = client.post(new, form, headers={"accept": "application/json"}).json()
    assert saved["success"]
    page = ConceptPage.objects.get(pk=saved["pk"])
    assert not page.live
    assert page.title == "Toute neuve"


def test_an_editor_comments_and_a_moderator_reads(world, client):
    editor = make_person(EDITORS)
    client.force_login(editor)
    form = filled(client.get(edit_address(world.concept)).content, *STREAMS)
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-0-contentpath": "summary",
        "comments-0-text": "Plus court ?",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    client.post(edit_address(world.concept), form | comment)
    assert Comment.objects.get().text == "Plus court ?"
    client.force_login(make_person(MODERATORS))
    assert "Plus court ?" in client.get(edit_address(world.concept)).content.decode()
    client.force_login(make_person(TRANSLATORS))
    assert "Plus court ?" not in client.get(edit_address(world.english)).content.decode()
