"""Each year, and before a badge expires, a project is asked whether its page is still true."""

from datetime import date, timedelta

import html5lib
import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.carrying.telling import tell_editors
from showcase.applications.carrying.yearly import ask_whether_still_true, files_to_ask
from showcase.applications.desk import room
from showcase.applications.letters.posting import post
from showcase.applications.models import Application, EventKind, Letter, Message, State
from showcase.models import CriterionAssessment, ProjectPage
from tests.applications.carried import address, come_in, make_accepted, make_user, publish
from tests.factories import CODES

DAY = timedelta(days=1)


@pytest.fixture
def published(showcase, grid) -> Application:
    """A public page whose badges hold for two years."""
    application = make_accepted(grid, user=make_user())
    publish(application)
    return application


def on(day: date) -> int:
    """Run the day's question, at that day's noon. Returns how many projects were written to."""
    with time_machine.travel(f"{day.isoformat()}T12:00:00+00:00", tick=False):
        return sum(ask_whether_still_true(file, day) for file in files_to_ask(day))


def kinds() -> list[str]:
    found = Letter.objects.filter(kind__startswith="still_true").order_by("pk")
    return list(found.values_list("kind", flat=True))


def put_off_expiry(application, day: date | None) -> None:
    CriterionAssessment.objects.filter(page=application.page_id).update(review_by=day)


def page_of_question(client, application, language="fr"):
    return client.get(address("still-true", application.key, language=language))


def fields(client, application) -> dict[str, str]:
    page = BeautifulSoup(page_of_question(client, application).content, "html.parser")
    return {"token": page.select_one("form [name=token]")["value"]}


def answer(client, application, **said):
    return client.post(address("still-true", application.key), fields(client, application) | said)


ALL_TRUE = {f"criterion-{code}": "yes" for code in CODES}


def test_it_is_asked_a_year_after_publication_and_again_once(published):
    put_off_expiry(published, None)
    start = timezone.localdate(published.published_at)
    year = start + 365 * DAY
    assert on(year - DAY) == 0
    assert on(year) == 1
    assert on(year) == 0
    assert on(year + 29 * DAY) == 0
    assert on(year + 30 * DAY) == 1
    assert on(year + 31 * DAY) == 0
    assert on(year + 364 * DAY) == 0
    assert kinds() == ["still_true", "still_true_reminder"]
    assert on(year + 365 * DAY) == 1
    assert kinds()[-1] == "still_true"
    assert published.events.filter(kind=EventKind.ASKED_AGAIN).count() == 2


def test_it_is_asked_sixty_days_before_the_earliest_badge_expires(published):
    start = timezone.localdate(published.published_at)
    expires = start + 200 * DAY
    first = CriterionAssessment.objects.filter(page=published.page_id).first()
    CriterionAssessment.objects.filter(pk=first.pk).update(review_by=expires)
    assert on(expires - 61 * DAY) == 0
    assert on(expires - 60 * DAY) == 1
    assert on(expires - 59 * DAY) == 0
    letter = Letter.objects.get(kind="still_true")
    assert str(expires.year) in letter.body
    assert letter.leads_to == "still-true"
    post.call(letter.pk)
    assert "/fr/" in mail.outbox[0].body
    assert on(expires - 30 * DAY) == 1
    assert kinds() == ["still_true", "still_true_reminder"]


def test_a_finding_that_was_not_made_has_nothing_to_lose(published):
    start = timezone.localdate(published.published_at)
    found = CriterionAssessment.objects.filter(page=published.page_id)
    found.update(review_by=start + 100 * DAY, finding="not_demonstrated")
    assert on(start + 60 * DAY) == 0


def test_silence_lets_the_badge_expire_by_itself(published):
    start = timezone.localdate(published.published_at)
    put_off_expiry(published, start + 100 * DAY)
    on(start + 40 * DAY)
    on(start + 70 * DAY)
    with time_machine.travel(f"{(start + 101 * DAY).isoformat()}T12:00:00+00:00"):
        page = ProjectPage.objects.get(pk=published.page_id)
        assert {str(found.badge.state) for found in page.badges} == {"expired"}
        assert page.live


@pytest.mark.parametrize("days", [0, 3])
def test_an_answer_is_enough_for_a_year(published, client, days):
    put_off_expiry(published, None)
    year = timezone.localdate(published.published_at) + 365 * DAY
    assert on(year) == 1
    answered = year + days * DAY
    with time_machine.travel(f"{answered.isoformat()}T15:00:00+00:00"):
        come_in(client)
        assert answer(client, published, answer="confirm", **ALL_TRUE).status_code == 302
    assert on(year + 30 * DAY) == 0
    assert on(year + 40 * DAY) == 0
    assert on(answered + 364 * DAY) == 0
    assert on(answered + 365 * DAY) == 1


def test_those_who_answered_just_before_are_not_asked_for_an_expiry(published, client):
    start = timezone.localdate(published.published_at)
    put_off_expiry(published, start + 50 * DAY)
    assert on(start + DAY) == 0  # it was decided yesterday
    put_off_expiry(published, start + 390 * DAY)
    assert on(start + 330 * DAY) == 1
    assert on(start + 365 * DAY) == 1
    assert kinds() == ["still_true", "still_true_reminder"]


@pytest.mark.parametrize("state", ["unpublished", "ended", "said to have ended", "withdrawn"])
def test_a_page_that_is_not_public_or_a_project_that_ended_is_not_asked(published, client, state):
    year = timezone.localdate(published.published_at) + 365 * DAY
    if state == "unpublished":
        published.page.unpublish()
    elif state == "ended":
        ProjectPage.objects.update(status="ended")
    elif state == "withdrawn":
        Application.objects.update(state=State.WITHDRAWN)
    else:
        come_in(client)
        answer(client, published, answer="end", words="Il faut un mécanicien.", end_year="2024")
    assert on(year) == 0


def test_asking_costs_the_same_however_many_need_no_question(showcase, grid):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert files_to_ask(timezone.localdate()) == []
        return len(queries)

    publish(make_accepted(grid))
    few = cost()
    for number in range(3):
        publish(make_accepted(grid, email=f"{number}@example.org"))
    assert cost() == few


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_criterion_is_asked_about_and_what_an_answer_does_is_said(published, client, language):
    come_in(client)
    shown = page_of_question(client, published, language)
    assert shown.status_code == 200
    html5lib.HTMLParser(strict=True).parse(shown.content.decode())
    page = BeautifulSoup(shown.content, "html.parser")
    assert page.html["lang"] == language
    assert len(page.select(".part fieldset")) == 5
    assert page.select_one(f"a[href$='{published.page.url}']")
    assert "no-store" in shown["Cache-Control"]


def test_confirming_is_recorded_and_prolongs_no_badge(published, client):
    come_in(client)
    before = list(CriterionAssessment.objects.order_by("pk").values_list("review_by", "assessed_on"))
    sent = fields(client, published) | {"answer": "confirm"} | ALL_TRUE
    for _twice in range(2):
        assert client.post(address("still-true", published.key), sent).status_code == 302
    event = published.events.get(kind=EventKind.CONFIRMED)
    assert event.detail["criteria"] == dict.fromkeys(CODES, "yes")
    assert event.person == published.people.get()
    after = list(CriterionAssessment.objects.order_by("pk").values_list("review_by", "assessed_on"))
    assert after == before
    page = BeautifulSoup(page_of_question(client, published).content, "html.parser")
    assert event.get_kind_display() in page.select_one("main").text


def test_confirming_says_something_of_each_criterion(published, client):
    come_in(client)
    refused = answer(client, published, answer="confirm", **{**ALL_TRUE, "criterion-risk": ""})
    assert refused.status_code == 422
    page = BeautifulSoup(refused.content, "html.parser")
    assert page.select_one(".form__errors a")["href"] == "#id_criterion-risk"
    assert page.select_one("[name=criterion-novelty][value=yes]").has_attr("checked")
    refused = answer(client, published, answer="confirm", **{**ALL_TRUE, "criterion-risk": "no"})
    assert refused.status_code == 422
    assert not published.events.filter(kind=EventKind.CONFIRMED).exists()


def test_a_change_is_a_message_to_the_editors_once(published, client):
    come_in(client)
    assert answer(client, published, answer="update").status_code == 422
    words = "Le comité s’est dissous <b>."
    sent = fields(client, published) | {"answer": "update", "words": words, "criterion-policy": "no"}
    for _twice in range(2):
        assert client.post(address("still-true", published.key), sent).status_code == 302
    message = Message.objects.get()
    assert (message.text, message.from_jury, message.person) == (words, False, published.people.get())
    event = published.events.get(kind=EventKind.CHANGES_ASKED)
    assert event.detail["criteria"]["policy"] == "no"
    assert DBTaskResult.objects.filter(task_path=tell_editors.module_path).count() == 1
    tell_editors.call(published.pk, "update")
    assert "dissous" not in mail.outbox[0].body
    page = ProjectPage.objects.get(pk=published.page_id)
    assert not page.has_unpublished_changes
    client.force_login(get_admin())
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Le comité s’est dissous &lt;b&gt;." in html
    page.save_revision().publish()
    assert "dissous" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


def test_a_change_that_the_thread_has_no_room_for_is_told_and_a_confirmation_needs_none(
    published, client, monkeypatch
):
    monkeypatch.setattr(room, "MOST_MESSAGES", 0)
    come_in(client)
    assert answer(client, published, answer="update", words="Le comité.").status_code == 422
    assert not Message.objects.exists()
    assert answer(client, published, answer="confirm", words="Rien.", **ALL_TRUE).status_code == 302


def get_admin():
    return make_user("admin", leads=False, is_superuser=True, is_staff=True)


def test_an_end_is_a_draft_that_says_what_was_learned_and_goes_to_review(published, client):
    come_in(client)
    refused = answer(client, published, answer="end", end_year="bientôt")
    assert refused.status_code == 422
    page = BeautifulSoup(refused.content, "html.parser")
    links = [link["href"] for link in page.select(".form__errors a")]
    assert links == ["#id_words", "#id_end_year"]
    sent = fields(client, published) | {
        "answer": "end",
        "words": "Il faut un mécanicien.\n\nEt du temps.",
        "end_year": "2024",
    }
    for _twice in range(2):
        assert client.post(address("still-true", published.key), sent).status_code == 302
    page = ProjectPage.objects.get(pk=published.page_id)
    assert (page.live, page.status) == (True, "active")  # editors have not read it yet
    assert page.workflow_in_progress
    draft = page.get_latest_revision_as_object()
    assert (draft.status, draft.end_year) == ("ended", 2024)
    assert draft.status_note
    assert draft.body[-1].value["text"].source == "<p>Il faut un mécanicien.</p><p>Et du temps.</p>"
    assert len([block for block in draft.body if block.block_type == "heading"]) == 4
    assert published.events.get(kind=EventKind.ENDED).detail == {"year": 2024}
    # Editors publish it through the workflow: it stays, marked.
    page.current_workflow_task_state.approve(user=get_admin())
    page = ProjectPage.objects.get(pk=published.page_id)
    assert (page.live, page.status) == (True, "ended")
    html = client.get(page.url).content.decode()
    assert "mécanicien" in html
    eyebrow = BeautifulSoup(html, "html.parser").select_one(".page-head .eyebrow")
    assert eyebrow.text == "Maroc · terminé"  # said before all that is told in the present


@pytest.mark.parametrize("year", [1999, timezone.localdate().year + 1])
def test_an_end_before_the_start_or_still_to_come_is_refused(published, client, year):
    come_in(client)
    refused = answer(client, published, answer="end", words="Fini.", end_year=str(year))
    assert refused.status_code == 422
    assert not published.events.filter(kind=EventKind.ENDED).exists()


def test_only_the_people_on_a_published_file_answer(published, client, grid):
    assert page_of_question(client, published).status_code == 302
    come_in(client, "other@example.org")
    assert page_of_question(client, published).status_code == 404
    accepted = make_accepted(grid, email="other@example.org")
    assert page_of_question(client, accepted)["Location"] == address("state", accepted.key)
