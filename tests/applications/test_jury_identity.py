"""Where the rules hide who applies, jurors do not learn it before all of them have sent their scores."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from showcase.applications.desk.sending import snapshot, submit
from showcase.applications.files.taking import take
from showcase.applications.jury.identity import hides, neutral_name, shown_name
from showcase.applications.models import ApplicationRules, EventKind, Review, State
from showcase.applications.models.attachments import AttachmentKind
from showcase.applications.sections import plan_of
from showcase.applications.steps import SITE, held, move
from studio.roles import JURORS, MODERATORS
from tests.applications.carried import add_images
from tests.applications.jurors import (
    give,
    make_juror,
    make_lead,
    make_sent,
    make_user,
    page,
    send,
    set_rules,
)
from tests.applications.world import COMPLETE, fill, make_application

# What says who applies.
WORDS = (
    "Le puits commun",
    "Association du puits",
    "example.org/puits",
    "Nora",
    "12, rue",
    "31.564",
    "7.662",
    "nora@example",
    "budget-du-puits",
)


@pytest.fixture
def hidden(db):
    set_rules(hides_identity=True)


def attach(application, name="budget-du-puits.pdf"):
    """A document as evidence of the criterion of risk."""
    book, content = PdfWriter(), io.BytesIO()
    book.add_blank_page(200, 200)
    book.write(content)
    upload = SimpleUploadedFile(name, content.getvalue(), "application/pdf")
    attachment = take(application.people.get(), upload, AttachmentKind.DOCUMENT)
    with held(application) as file:
        sections = plan_of(file).kept
        sections["criterion-risk"] |= {"row-0-attachment": [str(attachment.key)]}
        file.snapshots.all().delete()
        plan = plan_of(file, sections)
        snapshot(file, plan)
    return attachment


@pytest.fixture
def application(grid):
    sections: dict[str, Any] = {
        "place": COMPLETE["place"] | {"address": "12, rue du Puits"},
        "contacts": COMPLETE["contacts"] | {"other": "nora@example.com"},
    }
    return make_sent(grid, sections=sections)


def shown(client, user, address) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


def addresses(application) -> list[str]:
    queue = page("queue")
    return [
        page("file", application.pk),
        page("log", application.pk),
        queue,
        page("queue_results"),
        f"{queue}?export=csv",
        f"{queue}?q=puits",
        f"{queue}?ordering=title",
        "/admin/",
    ]


@pytest.mark.usefixtures("hidden")
def test_a_juror_reads_the_file_without_knowing_whose_it_is(client, application):
    attachment = attach(application)
    first, second = make_juror("first"), make_juror("second")
    mine, theirs = give(application, first, second)
    for address in addresses(application):
        text = shown(client, first, address)
        for words in WORDS:
            assert words not in text, (words, address)
    html = BeautifulSoup(shown(client, first, page("file", application.pk)), "html.parser")
    assert (
        html.select_one("#criterion-risk-section .jury__evidence").text.count(neutral_name(attachment)) == 1
    )
    said = html.select_one("#said-section").text
    for words in ("cent familles", "Morocco", "Aït Ourir", "Les familles décident"):
        assert words in said
    assert "Contacts" not in html.text
    # Not before the last one has sent.
    send(mine)
    assert "Association du puits" not in shown(client, first, page("file", application.pk))
    send(theirs)
    text = shown(client, first, page("file", application.pk))
    for words in WORDS:
        assert words in text
    assert "Le puits commun" in shown(client, first, page("queue"))


@pytest.mark.usefixtures("hidden")
def test_what_changed_is_shown_but_where_it_says_who_applies(client, application):
    juror = make_juror()
    give(application, juror)
    with held(application) as file:
        move(file, State.QUESTIONS, EventKind.ASKED, SITE)
    application.refresh_from_db()
    project = COMPLETE["project"] | {"organisation": "Fondation Nora", "start_year": "2016"}
    fill(application, {"project": project, "contacts": COMPLETE["contacts"] | {"phone": "0600"}})
    with held(application) as file:
        snapshot(file, plan_of(file))
    html = BeautifulSoup(shown(client, juror, page("file", application.pk)), "html.parser")
    changes = html.select_one("#changes-section")
    assert [change.text for change in changes.select("ins")] == ["2016"]
    assert "Fondation" not in html.text


@pytest.mark.usefixtures("hidden")
def test_the_lead_sees_who_applies_unless_the_file_is_theirs_to_score(client, application):
    both = make_user("both", JURORS, MODERATORS)
    give(application, both)
    text = shown(client, make_lead(), page("file", application.pk))
    assert "Association du puits" in text
    for address in addresses(application):
        text = shown(client, both, address)
        for words in WORDS:
            assert words not in text, (words, address)


@pytest.mark.usefixtures("hidden")
def test_the_first_screen_hides_it_too_from_a_lead_who_scores(client, application):
    both, other = make_user("both", JURORS, MODERATORS), make_juror("other")
    set_rules(jurors_per_file=3)
    own, others = give(application, both, other)
    send(own)
    others.delete()
    Review.objects.create(application=application, juror=make_juror("tied"), conflict=True)
    give(application, make_juror("third"))
    client.force_login(both)
    panel = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "#applications-wait-section"
    )
    assert "lost a juror" in panel.text
    assert str(application) not in panel.text
    client.force_login(make_lead())
    assert str(application) in client.get("/admin/").content.decode()


@pytest.mark.usefixtures("hidden")
def test_the_lead_sees_who_appeals_though_scores_of_the_first_round_are_missing(client, application):
    both, silent = make_user("both", JURORS, MODERATORS), make_juror("silent")
    own, _other = give(application, both, silent)
    send(own)
    application.round = 2
    application.save()
    assert not hides(both, application, application.reviews.all(), ApplicationRules.load())
    assert hides(silent, application, application.reviews.all(), ApplicationRules.load())


@pytest.mark.usefixtures("hidden")
def test_who_took_the_pictures_is_not_told_before_the_scores_are_in(client, grid):
    application = make_application(grid)
    fill(application)
    add_images(application, number=1)
    submit(application.people.get())
    juror = make_juror()
    application.refresh_from_db()
    [review] = give(application, juror)
    address = page("file", application.pk)
    before = shown(client, juror, address)
    assert "Le puits, vue 1" in before
    assert "Photo 1" not in before
    send(review)
    assert "Photo 1 : Ali" in shown(client, juror, address)


@pytest.mark.usefixtures("hidden")
def test_no_search_tells_a_lead_the_name_of_a_file_that_is_theirs_to_score(client, application):
    both, other = make_user("both", JURORS, MODERATORS), make_juror("other")
    reviews = give(application, both, other)
    number = f"File {application.pk}"
    queue = page("queue")
    for address in (f"{queue}?q=rien", f"{queue}?q=puits"):
        assert number in shown(client, both, address)  # a search is not heard
    assert "ordering=title" not in shown(client, both, queue)
    for review in reviews:
        send(review)
    with held(application) as file:
        move(file, State.REFUSED, EventKind.REFUSED, SITE)
    assert "Le puits commun" in shown(client, both, f"{queue}?q=puits")
    assert "Le puits commun" not in shown(client, both, f"{queue}?q=rien")


@pytest.mark.usefixtures("hidden")
def test_once_the_file_is_answered_nothing_is_hidden(client, application):
    juror = make_juror()
    give(application, juror)
    with held(application) as file:
        move(file, State.REFUSED, EventKind.REFUSED, SITE)
    assert "Association du puits" in shown(client, juror, page("file", application.pk))


def test_where_the_rules_hide_nothing_everything_is_shown(client, application):
    attach(application)
    juror = make_juror()
    give(application, juror)
    text = shown(client, juror, page("file", application.pk))
    for words in WORDS:
        assert words in text


def test_an_attachment_has_a_neutral_name_for_whom_identity_is_hidden(application):
    attachment = attach(application)
    first, second = make_juror("first"), make_juror("second")
    reviews = give(application, first, second)
    attachment.application.refresh_from_db()
    assert shown_name(first, attachment) == "budget-du-puits.pdf"
    set_rules(hides_identity=True)
    assert shown_name(first, attachment) == f"document-{attachment.pk}.pdf"
    assert shown_name(make_lead(), attachment) == "budget-du-puits.pdf"
    for review in reviews:
        send(review)
    assert shown_name(first, attachment) == "budget-du-puits.pdf"


def test_a_file_of_the_other_language_is_read_with_the_grid_that_there_is(client, grid):
    juror = make_juror(language="en")
    application = make_sent(grid)
    give(application, juror)
    html = BeautifulSoup(shown(client, juror, page("file", application.pk)), "html.parser")
    assert html.html["lang"] == "en"
    assert "What you find" in html.text
    assert html.select_one("#criterion-risk-heading").text.strip() == "Critère risk"
