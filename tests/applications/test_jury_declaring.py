"""A file opens to a juror once they have declared that nothing links them to it."""

import pytest
from bs4 import BeautifulSoup

from showcase.applications.jury.access import may_read
from showcase.applications.jury.acting import declare
from showcase.applications.models import EventKind, Review, State
from showcase.applications.steps import NotNowError
from studio.roles import JURORS, MODERATORS
from tests.applications.jurors import (
    give,
    make_juror,
    make_lead,
    make_sent,
    make_user,
    page,
    scores,
    send,
    set_rules,
    typed,
)


def kinds(application) -> list[str]:
    return list(application.events.values_list("kind", flat=True))


def read(client, user, address) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_before_the_declaration_only_what_it_takes_to_make_it_is_shown(client, grid):
    application, juror = make_sent(grid), make_juror()
    give(application, juror, declared=False)
    html = read(client, juror, page("file", application.pk))
    facts = html.select_one(".jury-facts").text
    for words in ("Le puits commun", "Association du puits", "Morocco", "Commune d’Aït Ourir"):
        assert words in facts
    for words in ("cent familles", "Ce qui le montre", "example.org", "Un village répare", "L’eau manquait"):
        assert words not in html.text
    assert not may_read(juror, application)


def test_while_identities_are_hidden_only_country_and_fields_are_told(client, grid):
    set_rules(hides_identity=True)
    application, juror = make_sent(grid), make_juror()
    give(application, juror, declared=False)
    html = read(client, juror, page("file", application.pk))
    facts = html.select_one(".jury-facts").text
    assert "Morocco" in facts
    assert "environment" in facts.lower()
    for words in ("puits", "Association", "Ourir"):
        assert words not in str(html)
    assert f"File {application.pk}" in html.title.text


def test_no_conflict_opens_the_file_and_the_first_one_begins_the_reading(client, grid):
    application, first, second = make_sent(grid), make_juror("first"), make_juror("second")
    give(application, first, second, declared=False)
    assert application.state == State.RECEIVED
    client.force_login(first)
    answer = client.post(page("declare", application.pk), {"conflict": "no"}, follow=True)
    assert "Ce qui le montre" in answer.content.decode()
    application.refresh_from_db()
    assert application.state == State.READING
    assert kinds(application).count(EventKind.NO_CONFLICT) == 1
    assert may_read(first, application)
    assert not may_read(second, application)
    declare(Review.objects.get(juror=second), conflict=False)
    application.refresh_from_db()
    assert application.state == State.READING
    assert kinds(application).count(EventKind.NO_CONFLICT) == 2


def test_a_conflict_closes_the_file_at_once_and_gives_it_to_somebody_else(client, grid):
    application = make_sent(grid)
    tied, other = make_juror("tied"), make_juror("other")
    [review] = give(application, tied, declared=False)
    client.force_login(tied)
    answer = client.post(page("declare", application.pk), {"conflict": "yes", "note": "Mon cousin."})
    assert answer["Location"] == page("queue")
    review.refresh_from_db()
    assert (review.conflict, review.conflict_note) == (True, "Mon cousin.")
    assert not may_read(tied, application)
    for name in ("file", "log", "scores", "ask"):
        assert client.get(page(name, application.pk))["Location"] == page("queue")
    assert Review.objects.get(juror=other).conflict is None
    event = application.events.get(kind=EventKind.CONFLICT)
    assert (event.user, event.detail) == (tied, {})
    assert "Mon cousin" not in str(list(application.events.values_list("detail", flat=True)))
    # Nobody gives it back to them.
    assert application.state == State.RECEIVED
    lead = read(client, make_lead(), page("file", application.pk))
    assert "Mon cousin." in lead.text
    assert tied.pk not in [int(box["value"]) for box in lead.select("input[name=jurors]")]


def test_a_conflict_needs_its_reason_and_nothing_typed_is_lost(client, grid):
    application, juror = make_sent(grid), make_juror()
    [review] = give(application, juror, declared=False)
    client.force_login(juror)
    for sent in (
        {},
        {"conflict": "maybe"},
        {"conflict": "yes", "note": " "},
        {"conflict": "no", "note": "x" * 1001},
    ):
        answer = client.post(page("declare", application.pk), sent)
        assert answer.status_code == 422
        html = BeautifulSoup(answer.content, "html.parser")
        assert html.select_one(".error-message")
        if len(sent.get("note", "")) > 1:
            assert html.select_one("textarea[name=note]").text.strip() == sent["note"]
    review.refresh_from_db()
    assert review.conflict is None


def test_of_two_declarations_at_once_one_is_made(grid):
    application, juror, other = make_sent(grid), make_juror(), make_juror("other")
    [review] = give(application, juror, declared=False)
    window, same = (Review.objects.get(pk=review.pk) for _window in range(2))
    declare(window, conflict=False)
    declare(same, conflict=False)
    assert kinds(application).count(EventKind.NO_CONFLICT) == 1
    # Found out later: it closes the file all the same, for good, and what was written counts for nothing.
    declare(window, conflict=True, note="Ma sœur.")
    declare(same, conflict=True, note="Une autre raison.")
    declare(same, conflict=False)
    review.refresh_from_db()
    assert (review.conflict, review.conflict_note) == (True, "Ma sœur.")
    assert kinds(application).count(EventKind.CONFLICT) == 1
    assert kinds(application).count(EventKind.NO_CONFLICT) == 1
    assert Review.objects.filter(juror=other).count() == 1


def test_a_conflict_found_out_while_scoring_deletes_what_was_written(client, grid):
    application, juror = make_sent(grid), make_juror()
    [review] = give(application, juror)
    client.force_login(juror)
    client.post(page("scores", application.pk), typed(scores(), version=""))
    html = read(client, juror, page("file", application.pk))
    form = html.select_one("#conflict-section form")
    assert form["action"] == page("declare", application.pk)
    client.post(form["action"], {"conflict": "yes", "note": ""})
    review.refresh_from_db()
    assert review.conflict is False
    client.post(form["action"], {"conflict": "yes", "note": "Je les connais."})
    review.refresh_from_db()
    assert review.conflict is True
    assert not review.scores.exists()


def test_once_scores_are_sent_nothing_is_declared_any_more(client, grid):
    application, juror = make_sent(grid), make_juror()
    [review] = give(application, juror)
    send(review)
    with pytest.raises(NotNowError):
        declare(review, conflict=True, note="Trop tard.")
    assert not read(client, juror, page("file", application.pk)).select("#conflict-section")


def test_a_file_that_was_taken_away_is_not_declared_on(client, grid):
    application, juror = make_sent(grid), make_juror()
    [review] = give(application, juror, declared=False)
    review.delete()
    client.force_login(juror)
    assert client.post(page("declare", application.pk), {"conflict": "no"}).status_code == 404
    with pytest.raises(NotNowError):
        declare(review, conflict=False)


def test_a_lead_to_whom_a_file_is_given_declares_like_any_juror(client, grid):
    application, both = make_sent(grid), make_user("both", JURORS, MODERATORS)
    assert may_read(both, application)
    [review] = give(application, both, declared=False)
    assert not may_read(both, application)
    assert read(client, both, page("file", application.pk)).select_one("#declaration-section")
    declare(review, conflict=True, note="C’est le mien.")
    assert not may_read(both, application)
    assert client.get(page("file", application.pk))["Location"] == page("queue")


def waiting_lines(client, lead) -> list[str]:
    """What the first screen tells whoever leads the jury."""
    return [
        row.select("td")[2].text.strip()
        for row in read(client, lead, "/admin/").select("#applications-wait-section tbody tr")
    ]


def test_where_nobody_can_take_the_place_the_lead_is_told_and_offered_no_button(client, grid):
    application, anne, bob, lead = make_sent(grid), make_juror("anne"), make_juror("bob"), make_lead()
    [tied, _other] = give(application, anne, bob, declared=False)
    file = page("file", application.pk)
    assert "Nobody else can read" not in read(client, lead, file).text  # nobody else has to
    assert waiting_lines(client, lead) == []
    declare(tied, conflict=True, note="Mon cousin.")
    html = read(client, lead, file)
    assert "Nobody else can read this file" in html.text
    assert not html.select("[name=load]")
    short = "to assign: it has lost a juror"
    assert waiting_lines(client, lead) == [short]
    make_juror("carole")
    assert read(client, lead, file).select("[name=load]")
    client.force_login(lead)
    client.post(page("assign", application.pk), {"load": "1"})
    assert waiting_lines(client, lead) == []


def test_a_juror_is_not_told_that_somebody_else_reads_where_nobody_does(client, grid):
    application, juror = make_sent(grid), make_juror()
    give(application, juror, declared=False)
    client.force_login(juror)
    sent = {"conflict": "yes", "note": "Mon cousin."}
    answer = client.post(page("declare", application.pk), sent, follow=True)
    [said] = [str(message).strip() for message in answer.context["messages"]]
    assert said == "Thank you. The file is closed to you, and nothing more is asked of you."
