"""A decision is begun from the jurors' scores, kept as a draft, and never overwritten in silence."""

import uuid

import pytest
from bs4 import BeautifulSoup

from showcase.applications.decisions.drafting import (
    NEW,
    Draft,
    LateError,
    Words,
    decision_of,
    draft_of,
    keep,
    median_finding,
    proposal,
)
from showcase.applications.desk.asking import ask
from showcase.applications.jury.scoring import Scores
from showcase.applications.models import Decision, EventKind, Outcome, Review, State
from showcase.applications.steps import SITE, NotNowError, held, move
from studio.roles import JURORS, MODERATORS
from tests.applications.decided import (
    answer,
    decide_page,
    letter_page,
    make_read,
    read,
    typed,
    write,
    written,
)
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
)
from tests.factories import CODES

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def saves(application) -> int:
    return application.events.filter(kind=EventKind.DECISION_WRITTEN).count()


@pytest.mark.parametrize(
    ("findings", "median"),
    [
        (["demonstrated", "partly"], "partly"),
        (["not_demonstrated", "demonstrated"], "not_demonstrated"),
        (["demonstrated", "partly", "not_demonstrated"], "partly"),
        (["demonstrated", "demonstrated", "not_demonstrated"], "demonstrated"),
        (["demonstrated", "demonstrated", "partly", "not_demonstrated"], "partly"),
        (["demonstrated", ""], "demonstrated"),
        ([], ""),
    ],
)
def test_a_tie_goes_to_the_more_careful_finding(findings, median):
    assert median_finding(findings) == median


def test_it_is_proposed_from_scores_and_comments_without_a_name(application):
    proposed = proposal(application)
    assert list(proposed.reasons) == list(CODES)
    assert proposed.reasons["novelty"] == Words("demonstrated", "a pense : novelty\n\nb pense : novelty")
    assert proposed.reasons["risk"] == Words("partly", "a pense : risk", "b pense : risk")
    assert (proposed.outcome, proposed.opening, proposed.plan) == ("", "", "")


def test_what_two_jurors_say_alike_is_quoted_once(grid):
    application = make_sent(grid)
    for review in give(application, make_juror("ada"), make_juror("bob")):
        send(review, scores("partly", "Il manque un bilan."))
    assert proposal(application).reasons["risk"].missing == "Il manque un bilan. risk"


def test_only_scores_that_were_sent_in_this_round_and_without_conflict_count(application):
    [unsent, tied] = give(application, make_juror("unsent"), make_juror("tied"))
    send(tied, scores("not_demonstrated"))
    Review.objects.filter(pk=tied.pk).update(conflict=True)
    unsent.scores.create(criterion="risk", finding="not_demonstrated", comment="en cours")
    assert proposal(application).reasons["risk"].finding == "partly"
    application.round = 2
    assert proposal(application).reasons["risk"] == Words()


def test_looking_keeps_nothing_and_saving_keeps_all_once(application, lead, client):
    html = read(client, lead, decide_page(application))
    assert html.select_one("#id_risk-missing").text.strip() == "b pense : risk"
    assert html.select_one("input[name=risk-finding][checked]")["value"] == "partly"
    assert not html.select("input[name=outcome][checked]")
    for words in ("Ada", "Bob"):  # beside the fields, and in none of them
        assert words in html.text
        assert words not in "".join(field.text for field in html.select("textarea"))
    assert not Decision.objects.exists()

    sent = typed(html, outcome="refuse", opening="Merci.\r\n\r\nÀ vous lire.", risk__missing="Court.")
    for _click in range(2):
        response = client.post(decide_page(application), sent | {"keep": "1"})
        assert response["Location"] == decide_page(application)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.opening) == ("refuse", "Merci.\n\nÀ vous lire.")
    reason = decision.reasons.get(criterion="risk")
    assert (reason.finding, reason.convinced, reason.missing) == ("partly", "a pense : risk", "Court.")
    assert saves(application) == 1
    assert application.events.get(kind=EventKind.DECISION_WRITTEN).user == lead

    client.post(decide_page(application), typed(read(client, lead, decide_page(application)), plan="Un pas."))
    assert saves(application) == 2
    assert Decision.objects.get().plan == "Un pas."


def test_a_half_written_decision_is_kept_and_goes_on_to_the_letter(application, lead, client):
    html = read(client, lead, decide_page(application))
    empty = {name: "" for name in typed(html) if name != "version"}
    response = client.post(decide_page(application), typed(html) | empty | {"letter": "1"})
    assert response["Location"] == letter_page(application)
    assert draft_of(decision_of(application)) == Draft({code: Words() for code in CODES})
    # What was emptied stays empty: it is not proposed again.
    assert read(client, lead, decide_page(application)).select_one("#id_risk-missing").text.strip() == ""


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(application, lead, client):
    html = read(client, lead, decide_page(application))
    sent = typed(html, plan="x" * 20_001, opening="Gardé\x00 ici", risk__finding="superb")
    response = client.post(decide_page(application), sent)
    assert response.status_code == 422
    text = response.content.decode()
    assert "This text has 20001 characters" in text
    assert "x" * 20_001 in text
    assert "Gardé ici" in text
    assert "Choose one of the list." in text
    assert not Decision.objects.exists()
    # What is too long for a letter is kept all the same: the letter says so.
    assert client.post(decide_page(application), typed(html, plan="x" * 3001)).status_code == 302
    assert "Shorten this text: it has 1 character too many." in str(
        read(client, lead, letter_page(application))
    )


def test_html_in_what_is_typed_is_text(application, lead, client):
    words = "<script>alert(1)</script> & « guillemets »"
    write(application, lead, written(application, opening=words))
    for address in (decide_page(application), letter_page(application)):
        html = read(client, lead, address)
        assert words in html.text
        assert "alert(1)" not in "".join(script.text for script in html.select("script"))


def test_two_moderators_see_what_the_other_has_kept(application, lead, client):
    other = make_lead("Zoé", last_name="Autre")
    first = typed(read(client, lead, decide_page(application)))
    second = typed(
        read(client, other, decide_page(application)),
        outcome="accept",
        opening="La mienne.",
        risk__finding="demonstrated",
    )
    client.force_login(lead)
    sent = first | {"outcome": "refuse", "opening": "Celle de l’autre."}
    assert client.post(decide_page(application), sent).status_code == 302

    client.force_login(other)
    response = client.post(decide_page(application), second)
    assert response.status_code == 409
    text = response.content.decode()
    assert "Lead saved this decision while you wrote" in text
    html = BeautifulSoup(text, "html.parser")
    assert html.select_one("#id_opening").text.strip() == "La mienne."
    beside = [" ".join(found.text.split()) for found in html.select(".decision__other")]
    assert beside == [
        "Kept meanwhile: do not accept",
        "Kept meanwhile: Celle de l’autre.",
        "Kept meanwhile: partly demonstrated",
    ]
    told = html.select_one("#id_opening")["aria-describedby"]
    assert "Celle de l’autre." in html.select_one(f"#{told}").text
    assert Decision.objects.get().opening == "Celle de l’autre."
    assert saves(application) == 1
    # Saved again, after both were seen.
    assert client.post(decide_page(application), typed(html)).status_code == 302
    assert Decision.objects.get().opening == "La mienne."


def test_late_is_late_also_for_whoever_began_when_nothing_was_kept(application, lead):
    mine = written(application, opening="Une.")
    assert keep(application, lead, mine, version=NEW)
    assert not keep(application, lead, mine, version=NEW)  # the same, sent twice
    with pytest.raises(LateError) as late:
        keep(application, lead, written(application, opening="Deux."), version=NEW)
    assert late.value.kept == mine
    assert saves(application) == 1


def test_a_question_meanwhile_loses_nothing_and_an_answer_meanwhile_neither(application, lead, client):
    sent = typed(read(client, lead, decide_page(application)), outcome="refuse", plan="Un pas.")
    ask(application, lead, "Combien ?", token=uuid.uuid4())
    application.refresh_from_db()
    assert application.state == State.QUESTIONS
    assert client.post(decide_page(application), sent).status_code == 302
    assert "The project has questions to answer" in read(client, lead, decide_page(application)).text
    with held(application) as file:
        move(file, State.READING, EventKind.ANSWERED, SITE)
    late = typed(read(client, lead, decide_page(application)), plan="Trop tard, mais écrit.")
    answer(application, lead)
    response = client.post(decide_page(application), late)
    assert response.status_code == 409
    assert "Trop tard, mais écrit." in response.content.decode()
    assert 'name="keep"' not in response.content.decode()
    with pytest.raises(NotNowError):
        keep(application, lead, Draft(), version=NEW)
    assert Decision.objects.get().plan != "Trop tard, mais écrit."


def test_a_file_that_nobody_reads_yet_is_not_decided(grid, lead, client):
    application = make_sent(grid)
    client.force_login(lead)
    assert client.get(decide_page(application))["Location"] == page("file", application.pk)
    assert client.post(decide_page(application), {"version": NEW, "outcome": "accept"}).status_code == 409
    assert not Decision.objects.exists()
    assert client.get(letter_page(application))["Location"] == decide_page(application)
    assert client.get(decide_page(application).replace(str(application.pk), "999999")).status_code == 404


def test_who_has_not_sent_scores_is_named_and_who_sends_later_too(application, lead, client):
    assert "not sent scores" not in read(client, lead, decide_page(application)).text
    [late] = give(application, make_juror("carl"))
    write(application, lead, written(application))
    for address in (decide_page(application), letter_page(application)):
        assert "Carl has not sent scores yet." in read(client, lead, address).text
    send(late, scores("not_demonstrated", "Tard :"))
    html = read(client, lead, decide_page(application))
    assert "Scores sent since this decision was last saved: Carl." in html.text
    assert "Tard : risk" in html.select_one("#criterion-risk-section .decision__scores").text
    assert "Tard" not in "".join(field.text for field in html.select("textarea"))


def test_it_can_be_written_before_any_juror_has_sent(grid, lead, client):
    application = make_sent(grid)
    give(application, make_juror())
    html = read(client, lead, decide_page(application))
    assert "No juror has sent scores yet" in html.text
    assert client.post(decide_page(application), typed(html, outcome="refuse")).status_code == 302
    assert decision_of(application).outcome == Outcome.REFUSE


def test_a_lead_who_scores_the_file_sends_first(grid, client):
    both, application = make_user("both", MODERATORS, JURORS), make_read(grid)
    [review] = give(application, both)
    client.force_login(both)
    for address in (decide_page(application), letter_page(application)):
        response = client.get(address, follow=address == decide_page(application))
        assert "a pense : risk" not in response.content.decode()
    assert client.post(decide_page(application), {"outcome": "accept", "version": NEW}).status_code == 302
    assert not Decision.objects.exists()
    send(review, Scores(dict.fromkeys(CODES, ("partly", "b"))))
    assert "a pense : risk" in read(client, both, decide_page(application)).text


def test_the_page_costs_the_same_with_many_jurors(grid, lead, client, count_queries):
    set_rules(jurors_per_file=12)
    few, many = make_read(grid), make_read(grid, email="p@example.org")
    for review in give(many, *(make_juror(f"j{number}") for number in range(10))):
        send(review)
    client.force_login(lead)
    counts = {count_queries(decide_page(application)) for application in (few, many)}
    assert len(counts) == 1
    for application in (few, many):
        write(application, lead, written(application))
    assert len({count_queries(letter_page(application)) for application in (few, many)}) == 1
