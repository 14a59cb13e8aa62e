"""A project withdraws its file: the jury stops, and nothing of it becomes public."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from showcase.applications.decisions.drafting import proposal
from showcase.applications.models import (
    EventKind,
    Letter,
    Reason,
    Review,
    State,
)
from tests.applications.carried import (
    add_english,
    agree,
    change_draft,
    come_in,
    make_accepted,
    make_sent,
    make_user,
)
from tests.applications.decided import write as write_decision
from tests.applications.kept import (
    act,
    aged,
    log,
    make_read,
    page_of,
    permission,
    where,
)
from tests.applications.world import make_complete


@pytest.mark.parametrize("state", [State.DRAFT, State.RECEIVED, State.READING, State.QUESTIONS])
def test_a_file_is_withdrawn_once_from_wherever_it_is(showcase, grid, client, state):
    application = make_read(grid) if state != State.DRAFT else make_complete(grid)
    application = aged(application, state=state)
    come_in(client)
    for _ in range(2):
        assert act(client, application, "withdraw").status_code == 302
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert log(application).count(EventKind.WITHDRAWN) == 1
    letters = Letter.objects.filter(kind="withdrawn")
    assert letters.count() == application.people.count()
    assert str(timezone.localdate().year + 2) in letters[0].body
    assert letters[0].leads_to == "data"
    assert "notice" in str(page_of(client, application, done="withdrawn").select_one("#done"))


def test_withdrawing_asks_first(showcase, grid, client):
    application = make_sent(grid)
    come_in(client)
    response = act(client, application, "withdraw", **{"withdrawal-sure": ""})
    assert response.status_code == 422
    assert BeautifulSoup(response.content, "html.parser").select_one("#withdraw ~ form .field__error")
    application.refresh_from_db()
    assert application.state == State.READING


def test_jurors_of_a_withdrawn_file_read_it_no_more_and_what_they_wrote_goes(showcase, grid, client):
    application = make_read(grid)
    lead, juror = make_user(), Review.objects.filter(application=application).first().juror
    for user in (lead, juror):
        user.user_permissions.add(permission("change_review"), permission("access_admin"))
    write_decision(application, lead, proposal(application))
    assert where("ZyxTemoin note") != []
    assert Reason.objects.exists()
    place = reverse("jury:file", args=[application.pk])
    client.force_login(juror)
    assert client.get(place).status_code == 200
    come_in(client)
    act(client, application, "withdraw")
    assert where("ZyxTemoin note") == []
    assert where("ZyxTemoin remarque") == []
    assert not Reason.objects.exists()
    client.force_login(juror)
    assert client.get(place).status_code == 404
    attachment = application.attachments.last()
    assert client.get(reverse("applications_attachment", args=[attachment.key])).status_code == 404
    client.force_login(lead)
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("state", [State.REFUSED, State.PUBLISHED])
def test_what_has_been_answered_is_not_withdrawn(showcase, grid, client, state):
    application = aged(make_sent(grid), state=state)
    come_in(client)
    assert not page_of(client, application).select_one("#withdraw")
    assert act(client, application, "withdraw").status_code == 409
    application.refresh_from_db()
    assert application.state == state


def test_nothing_of_an_accepted_file_that_is_withdrawn_becomes_public(showcase, grid, client):
    add_english(showcase, grid)
    application = make_accepted(grid, user=make_user())
    page = change_draft(application, title="Prévu")
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    english = Page.objects.exclude(pk=page.pk).get(translation_key=page.translation_key)
    agree(application)
    english.specific.save_revision().publish()
    come_in(client)
    act(client, application, "withdraw")
    assert not Page.objects.filter(translation_key=page.translation_key, live=True).exists()
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - datetime.timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)
    assert not Page.objects.filter(translation_key=page.translation_key, live=True).exists()
