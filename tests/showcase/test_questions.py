"""A reader contests a finding or reports a mistake; editors examine it and say what came of it."""

import datetime
import email
import email.policy
import uuid

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.posting import RETRY_MINUTES
from home.public_form import MESSAGES_PER_HOUR
from showcase.models import AssessmentEvent, ProjectPage, Question
from showcase.questions.posting import tell_editors, tell_reader
from studio.roles import EDITORS, JURORS, MODERATORS, TRANSLATORS
from tests.factories import ShowcasePageFactory, in_english, locale, make_grid, make_project
from tests.studio.world import make_person

QUESTION = {
    "kind": "contest",
    "criterion": "risk",
    "message": "L’étude citée parle d’un autre projet.",
    "evidence_url": "https://example.org/etude",
    "evidence": "Page 12.",
    "name": "Ada",
    "email": "ada@example.org",
}
DECISION = {
    "state": "review",
    "outcome": "changed",
    "note_fr": "Vous aviez raison.",
    "note_en": "You were right.",
}
START = datetime.datetime(2027, 3, 12, 12, tzinfo=datetime.UTC)


@pytest.fixture
def project(home):
    """A published project, in both languages."""
    showcase = ShowcasePageFactory(parent=home, locale=home.locale, slug="vitrine")
    grid = make_grid()
    french = make_project(showcase, grid, slug="atelier", title="Atelier")
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(locale("en")).save()
    in_english(french, slug="workshop", title="Workshop")
    return ProjectPage.objects.get(pk=french.pk)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


ADDRESSES = {"fr": "/fr/vitrine/atelier/question/", "en": "/en/showcase/workshop/question/"}


def read(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def token_of(response) -> str:
    return read(response).find(attrs={"name": "token"})["value"]


def ask(client, clock, seconds: float = 30, language: str = "en", **changes):
    """The answer to a form that somebody opened, filled in for some seconds, and sent."""
    token = token_of(client.get(ADDRESSES[language]))
    clock.shift(seconds)
    return client.post(ADDRESSES[language], {**QUESTION, "token": token, **changes})


def a_question(project: ProjectPage, /, **changes) -> Question:
    about = {"page": project, "project": project.translation_key, "title": project.title}
    return Question.objects.create(
        **{**QUESTION, **about, "language": "en", "token": uuid.uuid4(), **changes}
    )


def decide(client, question, **changes):
    return client.post(f"/admin/questions/edit/{question.pk}/", {**DECISION, **changes})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_question_is_kept_its_mail_queued_and_acknowledged_on_a_page_of_its_own(
    project, client, clock, settings, language
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    response = ask(client, clock, language=language)
    assert response.status_code == 302
    kept = Question.objects.get()
    assert {name: getattr(kept, name) for name in QUESTION} == QUESTION
    assert (kept.project, kept.language, kept.state) == (project.translation_key, language, "new")
    assert DBTaskResult.objects.ready().filter(task_path=tell_editors.module_path).count() == 1
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert read(page).find(role="status")
    assert not read(page).find("form", method="post")


def test_a_message_is_enough(project, client, clock):
    bare = dict.fromkeys(("criterion", "evidence_url", "evidence", "name", "email"), "")
    assert ask(client, clock, **{**bare, "kind": "mistake"}).status_code == 302
    assert Question.objects.get().criterion == ""


def test_each_card_leads_to_the_form_for_its_criterion(project, client):
    for card in read(client.get(project.get_url())).select(".assessment"):
        code = card["id"].removeprefix("criterion-")
        address = card.select_one(".assessment__ask a")["href"]
        form = read(client.get(address))
        assert form.select_one("#id_criterion option[selected]")["value"] == code
        assert form.select_one("[name=kind][checked]")["value"] == "contest"


@pytest.mark.parametrize(
    "query", ["?criterion=magic", "?criterion=%00", "?criterion=&criterion=x" * 50, "?sent=%00"]
)
def test_an_address_with_nonsense_in_it_still_shows_the_form_or_the_thanks(project, client, query):
    assert client.get(ADDRESSES["en"] + query).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"message": ""}, "Your message is empty"),
        ({"message": "é" * 5001}, "5001"),
        ({"evidence": "é" * 3001}, "3001"),
        ({"evidence_url": "javascript:alert(1)"}, "https://example.org/report"),
        ({"evidence_url": "not an address"}, "https://example.org/report"),
        ({"email": "ada@"}, "name@example.org"),
        ({"kind": ""}, "Say whether"),
        ({"kind": "praise"}, "praise"),
        ({"criterion": ""}, "Choose the criterion"),
        ({"criterion": "magic"}, "Choose one of the criteria"),
        ({"message": "a\x00b"}, "Null characters"),
        ({"website": "https://spam.example"}, "hidden field"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(project, client, clock, changes, words):
    response = ask(client, clock, **changes)
    assert response.status_code == 422
    document = read(response)
    assert words in document.find(role="alert").text
    for name in {"message", "evidence"} - changes.keys():
        assert document.find(attrs={"name": name}).text.strip() == QUESTION[name]
    for name in {"evidence_url", "name", "email"} - changes.keys():
        assert document.find(attrs={"name": name})["value"] == QUESTION[name]
    for link in document.select("[role=alert] a"):
        assert document.find(id=link["href"].removeprefix("#"))
    assert not Question.objects.exists()


def test_a_form_sent_twice_is_kept_once(project, client, clock):
    token = token_of(client.get(ADDRESSES["en"]))
    clock.shift(10)
    for words in ("is kept", "already"):
        response = client.post(ADDRESSES["en"], {**QUESTION, "token": token}, follow=True)
        assert words in read(response).find(role="status").h2.text
    assert Question.objects.count() == 1


def test_a_robot_is_too_quick(project, client, clock):
    response = ask(client, clock, seconds=1)
    assert response.status_code == 422
    assert "very quick" in response.content.decode()


def test_a_flood_from_one_connection_is_held_back(project, client, clock):
    answers = [ask(client, clock, seconds=10).status_code for _ in range(MESSAGES_PER_HOUR + 1)]
    assert answers == [302] * MESSAGES_PER_HOUR + [422]
    clock.shift(3601)
    assert ask(client, clock).status_code == 302


def test_the_form_is_not_indexed_nor_shared_and_takes_no_other_method(project, client):
    response = client.get(ADDRESSES["en"])
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert read(response).find("meta", attrs={"name": "robots", "content": "noindex"})
    assert read(response).select_one('.languages a[hreflang="fr"]')["href"].endswith(ADDRESSES["fr"])
    assert client.put(ADDRESSES["en"]).status_code == 405
    assert Client(enforce_csrf_checks=True).post(ADDRESSES["en"], QUESTION).status_code == 403


def test_a_project_that_is_not_published_takes_no_question(project, client):
    project.unpublish()
    assert client.get(ADDRESSES["fr"]).status_code == 404


def test_the_editors_get_one_mail_and_answer_to_who_asked(project, mailbox, settings):
    settings.CONTACT_EMAIL = "equipe@example.org"
    question = a_question(project, title="Atelier\r\nBcc: victime@example.org")
    tell_editors.call(question.pk)
    tell_editors.call(question.pk)
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["equipe@example.org"]
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert mail["Reply-To"] == "ada@example.org"
    assert mail["Bcc"] is None
    assert mail["Message-ID"].startswith(f"<question-{question.pk}@")
    text = mail.get_content()
    for words in (QUESTION["message"], QUESTION["evidence_url"], f"/admin/questions/edit/{question.pk}/"):
        assert words in text


def test_a_mail_server_that_is_down_leaves_the_question_to_send(project, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.CONTACT_EMAIL = "equipe@example.org"
    question = a_question(project, outcome="upheld")
    for task in (tell_editors, tell_reader):
        with pytest.raises(OSError, match="refused"):
            task.call(question.pk)
        waiting = DBTaskResult.objects.get(task_path=task.module_path)
        assert waiting.args_kwargs == {"args": [question.pk], "kwargs": {"attempt": 1}}
        with pytest.raises(OSError, match="refused"):
            task.call(question.pk, len(RETRY_MINUTES))
        assert DBTaskResult.objects.filter(task_path=task.module_path).count() == 1
    question.refresh_from_db()
    assert question.sent_at is question.answer_sent_at is None


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_an_outcome_is_public_without_the_name_and_sent_to_who_asked(project, client, mailbox, role):
    question = a_question(project)
    client.force_login(make_person(role))
    response = decide(client, question)
    assert response.status_code == 302, read(response).select(".error-message, .messages")
    question.refresh_from_db()
    assert (question.state, question.outcome) == ("answered", "changed")
    reader = Client()
    for address, note in (
        ("/fr/vitrine/atelier/", "Vous aviez raison."),
        ("/en/showcase/workshop/", "You were right."),
    ):
        document = read(reader.get(address))
        assert note in document.select_one("#criterion-risk details.history").text
        assert note not in document.select_one("#criterion-policy").text
        assert "Ada" not in document.text
        assert QUESTION["message"] not in document.text
    assert DBTaskResult.objects.ready().filter(task_path=tell_reader.module_path).count() == 1
    tell_reader.call(question.pk)
    tell_reader.call(question.pk)
    (envelope,) = mailbox.envelopes
    assert envelope.rcpt_tos == ["ada@example.org"]
    mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert "You were right." in mail.get_content()
    assert "Hello Ada" in mail.get_content()
    question.refresh_from_db()
    assert question.answer_sent_at


def test_the_answer_speaks_the_language_of_the_form(project, mailbox):
    question = a_question(
        project, language="fr", outcome="upheld", note_fr="C’est exact.", note_en="It is right."
    )
    tell_reader.call(question.pk)
    mail = email.message_from_bytes(mailbox.envelopes[0].content, policy=email.policy.default)
    assert "C’est exact." in mail.get_content()
    assert "/fr/vitrine/atelier/#criterion-risk" in mail.get_content()


def test_who_left_no_address_gets_no_mail(project, mailbox):
    tell_reader.call(a_question(project, email="", outcome="upheld").pk)
    assert mailbox.envelopes == []


def test_an_outcome_for_the_page_is_in_the_history_of_the_page(project, client, admin_client):
    decide(admin_client, a_question(project, kind="mistake", criterion=""), outcome="corrected")
    document = read(client.get("/en/showcase/workshop/"))
    assert "You were right." in document.select_one(".page-history").text
    assert "You were right." not in "".join(card.text for card in document.select(".assessment"))


def test_an_outcome_saved_twice_is_recorded_once_and_another_is_added_below(project, admin_client):
    question = a_question(project)
    for _time in range(2):
        decide(admin_client, question)
    assert AssessmentEvent.objects.exclude(outcome="").count() == 1
    decide(admin_client, question, outcome="upheld")
    outcomes = AssessmentEvent.objects.exclude(outcome="").order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["changed", "upheld"]


@pytest.mark.parametrize(
    "changes", [{"note_en": " "}, {"note_fr": ""}, {"outcome": "", "state": "answered"}, {"outcome": "magic"}]
)
def test_an_outcome_needs_its_notes_and_an_answer_its_outcome(project, admin_client, changes):
    question = a_question(project)
    assert decide(admin_client, question, **changes).status_code == 200
    assert not AssessmentEvent.objects.exclude(outcome="").exists()
    question.refresh_from_db()
    assert question.state == "new"


def test_what_was_shown_cannot_be_taken_back(project, admin_client):
    question = a_question(project)
    decide(admin_client, question)
    assert decide(admin_client, question, outcome="").status_code == 200
    question.refresh_from_db()
    assert question.outcome == "changed"


def test_a_question_under_review_changes_nothing_in_public(project, admin_client):
    question = a_question(project)
    decide(admin_client, question, outcome="", note_fr="", note_en="")
    question.refresh_from_db()
    assert question.state == "review"
    assert not AssessmentEvent.objects.exclude(outcome="").exists()


def test_what_the_reader_wrote_cannot_be_changed_in_the_admin(project, admin_client):
    question = a_question(project)
    decide(admin_client, question, message="Autre chose", email="autre@example.org")
    question.refresh_from_db()
    assert (question.message, question.email) == (QUESTION["message"], QUESTION["email"])


def test_the_queue_is_filtered_by_state_project_and_criterion(project, admin_client):
    a_question(project, criterion="risk", message="Un", title="Atelier")
    a_question(project, criterion="policy", state="answered", title="Fabrique", project=uuid.UUID(int=7))

    def listed(**query) -> list[str]:
        rows = read(admin_client.get("/admin/questions/", query)).select("main table.listing tbody tr")
        return [row.td.text.split()[0] for row in rows]

    assert sorted(listed()) == ["Atelier", "Fabrique"]
    assert listed(state="new") == ["Atelier"]
    assert listed(criterion="policy") == ["Fabrique"]
    assert listed(project=str(project.translation_key)) == ["Atelier"]
    assert admin_client.get("/admin/questions/", {"project": "magic", "state": "x"}).status_code == 200


def test_the_queue_costs_the_same_at_3_and_at_20(project, admin_client):
    counts = []
    for more in (3, 17):
        for _number in range(more):
            a_question(project)
        admin_client.get("/admin/questions/")
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get("/admin/questions/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_what_a_spreadsheet_would_run_is_exported_as_text(project, admin_client, sign):
    a_question(project, message=f"{sign}HYPERLINK(1)")
    exported = b"".join(admin_client.get("/admin/questions/?export=csv").streaming_content).decode()
    assert f"'{sign}HYPERLINK(1)" in exported


@pytest.mark.parametrize("role", [TRANSLATORS, JURORS])
def test_who_does_not_examine_questions_is_refused(project, client, role):
    question = a_question(project)
    client.force_login(make_person(role))
    for address in ("", f"edit/{question.pk}/", f"inspect/{question.pk}/", f"delete/{question.pk}/"):
        assert client.get(f"/admin/questions/{address}").status_code == 302
    assert decide(client, question).status_code == 302
    assert client.post(f"/admin/questions/delete/{question.pk}/").status_code == 302
    assert Question.objects.get().state == "new"
    assert not AssessmentEvent.objects.exclude(outcome="").exists()


def test_an_editor_deletes_none_and_nobody_writes_one(project, client):
    question = a_question(project)
    client.force_login(make_person(EDITORS))
    assert client.get(f"/admin/questions/edit/{question.pk}/").status_code == 200
    client.post(f"/admin/questions/delete/{question.pk}/")
    assert Question.objects.count() == 1
    client.force_login(make_person(MODERATORS))
    assert client.get("/admin/questions/new/").status_code == 302
    client.post(f"/admin/questions/delete/{question.pk}/")
    assert not Question.objects.exists()


def test_a_question_outlives_its_page_and_its_outcome_too(project, admin_client, mailbox):
    question = a_question(project)
    project.delete()
    question.refresh_from_db()
    assert question.page is None
    assert admin_client.get(f"/admin/questions/edit/{question.pk}/").status_code == 200
    assert decide(admin_client, question).status_code == 302
    tell_reader.call(question.pk)
    assert len(mailbox.envelopes) == 1


def test_what_readers_sent_is_forgotten_as_the_form_promises_and_the_history_stays(
    project, admin_client, capsys
):
    old, recent = a_question(project), a_question(project)
    decide(admin_client, old)
    Question.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=731))
    call_command("purge_messages")
    assert list(Question.objects.all()) == [recent]
    assert AssessmentEvent.objects.filter(outcome="changed").exists()
    tell_reader.call(old.pk)


def test_the_form_costs_few_queries(project, count_queries):
    assert count_queries(ADDRESSES["en"]) <= 12
