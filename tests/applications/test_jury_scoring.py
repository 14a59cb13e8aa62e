"""Scores are kept as they are written, sent once, and stand side by side after that."""

import uuid

import pytest

from showcase.applications.desk.asking import ask
from showcase.applications.jury import scoring
from showcase.applications.jury.acting import remark
from showcase.applications.jury.scoring import LateError, Scores, UnfinishedError, kept_scores
from showcase.applications.models import EventKind, Review, Score, State
from showcase.applications.steps import SITE, NotNowError, held, move
from tests.applications.jurors import (
    form_of,
    give,
    make_juror,
    make_sent,
    page,
    scores,
    send,
    soup,
    typed,
)
from tests.factories import CODES


@pytest.fixture
def application(grid):
    return make_sent(grid)


def test_the_claim_its_evidence_and_the_grid_stand_beside_the_score(client, application):
    juror = make_juror()
    give(application, juror)
    client.force_login(juror)
    html = soup(client.get(page("file", application.pk)))
    part = html.select_one("#criterion-risk-section")
    left, right = part.select_one(".jury__pair").find_all("div", recursive=False)
    for words in (
        "Ce qui le montre : risk.",
        "Yes, and we can show it",
        "Étude de cas",
        "Sens.",
        "Une question ?",
    ):
        assert words in left.text
    [link] = left.select("a[href='https://example.org/risk']")
    assert link["target"] == "_blank"
    assert {"noopener", "noreferrer", "nofollow"} <= set(link["rel"])
    assert [choice["value"] for choice in right.select("input[type=radio]")] == [
        "demonstrated",
        "partly",
        "not_demonstrated",
    ]
    assert right.select_one("textarea[name=risk-comment]")
    # Every field has its name.
    for field in html.select(".jury textarea, .jury select"):
        assert html.select(f"label[for={field['id']}]") or field.get("aria-label")
    assert len(html.select("section[id^=criterion-]")) == len(CODES)


def test_a_draft_is_kept_whole_by_any_of_its_buttons_and_nobody_else_sees_it(client, application):
    juror, other = make_juror(), make_juror("other")
    [review, _other] = give(application, juror, other)
    client.force_login(juror)
    sent = form_of(soup(client.get(page("file", application.pk))))
    sent |= {"risk-finding": "partly", "policy-comment": "Un début\nde texte.", "whole": "En tout."}
    answer = client.post(page("scores", application.pk), sent | {"keep": "risk"})
    assert answer["Location"] == page("file", application.pk) + "?kept=risk#criterion-risk-section"
    again = form_of(soup(client.get(page("file", application.pk))))
    assert again.pop("version") != sent.pop("version")
    assert again == sent
    review.refresh_from_db()
    assert review.sent_at is None
    assert not application.events.filter(kind=EventKind.REVIEWED).exists()
    client.force_login(other)
    assert "Un début" not in client.get(page("file", application.pk)).content.decode()


def test_two_windows_of_one_juror_do_not_overwrite_each_other(client, application):
    juror = make_juror()
    [review] = give(application, juror)
    client.force_login(juror)
    first = form_of(soup(client.get(page("file", application.pk))))
    second = dict(first)
    first |= {"risk-finding": "partly", "risk-comment": "De la première."}
    second |= {"risk-finding": "demonstrated", "risk-comment": "De la seconde.", "policy-comment": "Autre."}
    client.post(page("scores", application.pk), first)
    answer = client.post(page("scores", application.pk), second)
    assert answer.status_code == 422
    html = soup(answer)
    assert kept_scores(review).each["risk"] == ("partly", "De la première.")
    part = html.select_one("#criterion-risk-section")
    assert [words.select_one("span").text for words in part.select(".jury__other")] == [
        "partly demonstrated",
        "De la première.",
    ]
    told = part.select_one("#id_risk-comment")["aria-describedby"]
    assert "De la première." in part.select_one(f"#{told}").text
    now = form_of(html)
    assert now["risk-comment"] == "De la seconde."
    assert now["policy-comment"] == "Autre."
    # Both have been looked at: saving again keeps what is in the fields.
    assert client.post(page("scores", application.pk), now).status_code == 302
    assert kept_scores(review).each["risk"] == ("demonstrated", "De la seconde.")
    # The same, sent twice, is no conflict.
    assert client.post(page("scores", application.pk), now).status_code == 302


def test_what_cannot_be_kept_is_said_and_stays_in_its_field(client, application):
    juror = make_juror()
    [review] = give(application, juror)
    client.force_login(juror)
    sent = form_of(soup(client.get(page("file", application.pk))))
    wrong = sent | {"risk-comment": "x" * 3001, "policy-finding": "perhaps", "novelty-comment": "Gardé ?"}
    answer = client.post(page("scores", application.pk), wrong)
    assert answer.status_code == 422
    html = soup(answer)
    now = form_of(html)
    assert (len(now["risk-comment"]), now["novelty-comment"]) == (3001, "Gardé ?")
    assert "3001" in html.select_one("#criterion-risk-section .error-message").text
    assert html.select_one("#criterion-policy-section .error-message")
    assert not html.select(".jury__other")
    assert not review.scores.exists()


def test_sending_says_what_is_missing_with_links_to_it(client, application):
    juror = make_juror()
    [review] = give(application, juror)
    client.force_login(juror)
    sent = typed(scores(), version=kept_scores(review).version, send="1")
    sent |= {"risk-finding": "", "policy-comment": "  "}
    answer = client.post(page("scores", application.pk), sent)
    assert answer.status_code == 422
    html = soup(answer)
    links = [link["href"] for link in html.select(".jury__notice--wrong a")]
    assert links == ["#id_risk-finding", "#id_policy-comment"]
    assert all(html.select_one(link) for link in links)
    review.refresh_from_db()
    assert review.sent_at is None
    assert kept_scores(review).each["novelty"][0] == "demonstrated"  # kept all the same
    assert not application.events.filter(kind=EventKind.REVIEWED).exists()
    # And from there it can be mended and sent.
    now = form_of(html) | {"risk-finding": "partly", "policy-comment": "Voilà.", "send": "1"}
    assert client.post(page("scores", application.pk), now).status_code == 302
    review.refresh_from_db()
    assert review.sent_at


def test_scores_that_are_sent_change_no_more(client, application):
    juror = make_juror()
    [review] = give(application, juror)
    window, same = (Review.objects.get(pk=review.pk) for _window in range(2))
    scoring.keep(window, scores(), version=kept_scores(review).version, sends=True)
    for late in (scores("partly"), scores()):
        with pytest.raises(NotNowError):
            scoring.keep(same, late, version=kept_scores(review).version, sends=True)
    assert set(Score.objects.values_list("finding", flat=True)) == {"demonstrated"}
    assert application.events.filter(kind=EventKind.REVIEWED).count() == 1
    client.force_login(juror)
    html = soup(client.get(page("file", application.pk)))
    assert not html.select("#scores")
    client.post(page("scores", application.pk), typed(scores("partly"), send="1"))
    assert set(Score.objects.values_list("finding", flat=True)) == {"demonstrated"}


@pytest.mark.parametrize("state", [State.ACCEPTED, State.WITHDRAWN])
def test_once_the_jury_does_not_have_the_file_nothing_is_scored(application, state):
    [review] = give(application, make_juror())
    with held(application) as file:
        move(file, state, EventKind.ACCEPTED, SITE)
    with pytest.raises(NotNowError):
        scoring.keep(review, scores(), version=kept_scores(review).version)
    with pytest.raises(NotNowError):
        remark(application, review.juror, "Tard.", token=uuid.uuid4())
    assert not Score.objects.exists()


def test_a_juror_who_has_not_declared_or_has_a_conflict_scores_nothing(application):
    [undeclared] = give(application, make_juror(), declared=False)
    [tied] = give(application, make_juror("tied"))
    Review.objects.filter(pk=tied.pk).update(conflict=True)
    for review in (undeclared, tied):
        with pytest.raises(NotNowError):
            scoring.keep(review, scores(), version=kept_scores(review).version, sends=True)


def test_of_two_drafts_at_once_the_later_is_told(application):
    [review] = give(application, make_juror())
    version = kept_scores(review).version
    scoring.keep(review, Scores({"risk": ("partly", "Un.")}), version=version)
    with pytest.raises(LateError) as late:
        scoring.keep(review, Scores({"risk": ("partly", "Deux.")}), version=version)
    assert late.value.kept.each["risk"] == ("partly", "Un.")
    scoring.keep(review, Scores({"risk": ("partly", "Deux.")}), version=late.value.kept.version)
    with pytest.raises(UnfinishedError):
        scoring.keep(review, kept_scores(review), version=kept_scores(review).version, sends=True)
    # A criterion that the grid does not have is not kept.
    scoring.keep(review, Scores({"luck": ("partly", "Trois.")}), version=kept_scores(review).version)
    assert not Score.objects.filter(criterion="luck").exists()


def test_scores_stand_side_by_side_with_their_disagreement_in_words(client, application):
    jurors = [make_juror(name) for name in ("anne", "bob", "carl")]
    first, second, third = give(application, *jurors)
    findings = {
        "risk": ("demonstrated", "partly"),
        "policy": ("demonstrated", "not_demonstrated"),
    }
    for place, review in enumerate((first, second)):
        each = {code: (findings.get(code, ("partly", "partly"))[place], f"Vu {place}.") for code in CODES}
        send(review, Scores(each, f"Ensemble {place}."))
    client.force_login(jurors[0])
    html = soup(client.get(page("file", application.pk)))

    def words(code):
        return html.select_one(f"#criterion-{code}-section .jury__degree").text

    assert words("novelty") == "They agree."
    assert words("risk") == "They differ by one step."
    assert words("policy") == "They found the opposite: to discuss."
    row = html.select_one("#criterion-policy-section .jury__scores").text
    for shown in ("Anne: demonstrated", "Vu 0.", "Bob: not demonstrated", "Vu 1."):
        assert shown in row
    assert "Ensemble 1." in html.select_one("#whole-section").text
    # The third has sent nothing, and sees nothing.
    client.force_login(jurors[2])
    html = soup(client.get(page("file", application.pk)))
    assert not html.select(".jury__degree, .jury__scores, #discussion-section")
    send(third)
    html = soup(client.get(page("file", application.pk)))
    assert words("novelty") == "They differ by one step."


def test_of_one_score_alone_nothing_is_said_of_agreement(client, application):
    review, _other = give(application, make_juror(), make_juror("other"))
    send(review)
    client.force_login(review.juror)
    html = soup(client.get(page("file", application.pk)))
    assert html.select(".jury__scores")
    assert not html.select(".jury__degree")


def test_only_the_words_of_the_project_are_said_in_its_language(client, grid):
    juror = make_juror(language="en")
    application = make_sent(grid)
    give(application, juror)
    client.force_login(juror)
    html = soup(client.get(page("file", application.pk)))

    def languages(label: str) -> tuple:
        term = html.find("dt", string=label)
        return (term.find_parent(lang=True)["lang"], term.find_next("dd").get("lang"))

    assert languages("What need does the project answer?") == ("en", "fr")
    assert languages("Legal form") == ("en", None)  # a choice, in the words of the page


def test_what_is_said_twice_from_one_page_is_said_once_and_something_else_is_not_lost(application):
    [review] = give(application, make_juror())
    page_token = uuid.uuid4()
    for text in ("À relire.", "À relire.", "À relire, avec la page 12."):
        remark(application, review.juror, text, token=page_token)
        ask(application, review.juror, text, token=page_token)
    for said in (application.remarks, application.messages):
        assert [each.text for each in said.order_by("pk")] == ["À relire.", "À relire, avec la page 12."]
