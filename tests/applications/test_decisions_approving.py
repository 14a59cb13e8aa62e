"""Nothing is sent before a decision is approved; then all happens, once, and it does not change."""

import uuid

import pytest
from django.db import transaction
from django.db.models.signals import post_save

from showcase.applications.carrying.making import NoShowcaseError
from showcase.applications.decisions.deciding import LackingError, approve
from showcase.applications.decisions.drafting import LateError, Words, decision_of, draft_of
from showcase.applications.desk.asking import ask
from showcase.applications.models import Decision, EventKind, Letter, Outcome, Person, Reason, State
from showcase.applications.steps import SITE, NotNowError, held, move
from showcase.models import ProjectPage
from tests.applications.decided import (
    PLAN,
    answer,
    decide_page,
    lacks,
    letter_page,
    letters,
    make_read,
    read,
    typed,
    untouched,
    write,
    written,
)
from tests.applications.jurors import make_lead, page
from tests.factories import CODES

pytestmark = pytest.mark.usefixtures("showcase", "rules")


@pytest.fixture
def application(grid):
    return make_read(grid)


def changed(draft, **fields):
    return type(draft)(**(vars(draft) | fields))


def test_what_is_missing_is_listed_with_links_and_keeps_it_from_being_sent(application, lead, client):
    given = written(application, outcome="", plan="")
    reasons = dict(given.reasons)
    reasons["novelty"] = Words("", "Oui.")
    reasons["risk"] = Words("partly", "", "", "")
    reasons["policy"] = Words("not_demonstrated", "", "Rien.", "")
    reasons["partnership"] = Words("demonstrated", "", "", "")
    version = write(application, lead, changed(given, reasons=reasons))
    html = read(client, lead, letter_page(application))
    links = [link["href"] for link in html.select(".help-warning a")]
    expected = [
        "outcome",
        "novelty-finding",
        "novelty-would_change",
        "risk-convinced",
        "risk-would_change",
        "policy-would_change",
        "partnership-convinced",
    ]
    assert links == [f"{decide_page(application)}?check#id_{field}" for field in expected]
    assert "Critère risk: Say what evidence would change it." in html.text
    assert not any("Approve" in button.text for button in html.select("button"))
    # Where the links lead, each field says what it lacks, and there is something to go to.
    there = read(client, lead, f"{decide_page(application)}?check")
    assert all(there.select_one(f"#id_{field}") for field in expected)
    described = there.select_one("#id_risk-would_change")["aria-describedby"]
    assert "Say what evidence would change it" in there.select_one(f"#{described}").text
    assert "Say what evidence would change it" in there.select_one("#criterion-risk-section").text

    client.post(letter_page(application), {"version": version})
    with pytest.raises(LackingError):
        approve(application, lead, version=version)
    assert untouched(application)


def test_a_refusal_carries_a_plan_and_an_acceptance_need_not(application, lead):
    write(application, lead, written(application, Outcome.REFUSE, plan=" \n"))
    assert lacks(application) == ["plan"]
    write(application, lead, written(application, Outcome.ACCEPT, plan=""))
    assert lacks(application) == []


def test_a_decision_that_lacks_a_criterion_of_the_grid_is_not_complete(application, lead):
    version = write(application, lead, written(application))
    Reason.objects.filter(criterion="risk").delete()
    assert lacks(application) == ["risk-finding", "risk-convinced", "risk-would_change"]
    with pytest.raises(LateError):
        approve(application, lead, version=version)
    with pytest.raises(LackingError):
        approve(application, lead, version=draft_of(decision_of(application)).version)


def test_nothing_is_sent_before_it_is_approved(application, lead, client):
    client.force_login(lead)
    html = read(client, lead, decide_page(application))
    client.post(decide_page(application), typed(html, outcome="refuse", plan=PLAN) | {"letter": "1"})
    write(application, lead, written(application))
    read(client, lead, letter_page(application))
    assert untouched(application)
    assert not Letter.objects.exclude(kind="receipt").exists()


def test_approving_a_refusal_answers_everybody_on_the_file_once(application, lead, client):
    Person.objects.create(application=application, email="ali@example.org")
    write(application, lead, written(application, Outcome.REFUSE))
    sent = typed(read(client, lead, letter_page(application)))
    for _click in range(2):
        assert client.post(letter_page(application), sent)["Location"] == page("file", application.pk)
    application.refresh_from_db()
    assert application.state == State.REFUSED
    assert application.decided_at is not None
    decision = Decision.objects.get()
    assert (decision.approved_by, decision.approved_at is not None) == (lead, True)
    assert letters(application) == ["refused", "refused"]
    assert set(Letter.objects.filter(kind="refused").values_list("to", flat=True)) == {
        "nora@example.org",
        "ali@example.org",
    }
    [event] = application.events.filter(kind=EventKind.REFUSED)
    assert event.user == lead
    assert not ProjectPage.objects.exists()


def links_of_file(client, user, application) -> list[str]:
    html = read(client, user, page("file", application.pk))
    return [link["href"] for link in html.select("main a[href]")]


def test_the_decision_and_then_its_letter_are_found_from_the_file(application, lead, client):
    assert decide_page(application) in links_of_file(client, lead, application)
    ask(application, lead, "Combien ?", token=uuid.uuid4())  # it may be written meanwhile
    assert decide_page(application) in links_of_file(client, lead, application)
    assert letter_page(application) not in links_of_file(client, lead, application)
    with held(application) as file:
        move(file, State.READING, EventKind.ANSWERED, SITE)
    answer(application, lead)
    assert letter_page(application) in links_of_file(client, lead, application)
    assert decide_page(application) not in links_of_file(client, lead, application)
    html = read(client, lead, letter_page(application))
    assert [link["href"] for link in html.select(".decision a")] == [page("file", application.pk)]
    juror = application.reviews.first().juror
    assert letter_page(application) not in links_of_file(client, juror, application)


def test_approving_an_acceptance_makes_the_draft_page_in_the_same_breath(application, lead):
    version = write(application, lead, written(application))
    for _click in range(2):
        approve(application, lead, version=version)
    application.refresh_from_db()
    assert application.state == State.ACCEPTED
    assert not application.page.live
    assert sorted(letters(application)) == ["accepted", "approve"]
    badges = {found.criterion.code: found.finding for found in application.page.specific.assessments.all()}
    assert badges == {code: "partly" if code == "risk" else "demonstrated" for code in CODES}
    kinds = list(application.events.values_list("kind", flat=True))
    assert kinds.count(EventKind.ACCEPTED) == kinds.count(EventKind.PAGE_MADE) == 1


def test_where_the_page_cannot_be_made_nothing_happens(application, lead, client, showcase):
    version = write(application, lead, written(application))
    showcase.delete()
    with pytest.raises(NoShowcaseError):
        approve(application, lead, version=version)
    assert untouched(application)
    sent = typed(read(client, lead, letter_page(application)))
    response = client.post(letter_page(application), sent, follow=True)
    assert "There is no showcase page in the language of the file" in response.content.decode()
    assert untouched(application)
    assert draft_of(decision_of(application)) == written(application)


@pytest.mark.parametrize("error", [OSError("full"), RuntimeError("broken")])
def test_a_fault_while_the_page_is_made_takes_everything_back(application, lead, client, error):
    write(application, lead, written(application))
    sent = typed(read(client, lead, letter_page(application)))

    def fail(**kwargs):
        raise error

    post_save.connect(fail, sender=ProjectPage)
    try:
        if isinstance(error, OSError):
            response = client.post(letter_page(application), sent, follow=True)
            assert "could not be made: nothing was sent" in response.content.decode()
        else:
            with pytest.raises(RuntimeError):
                client.post(letter_page(application), sent)
    finally:
        post_save.disconnect(fail, sender=ProjectPage)
    assert untouched(application)
    client.post(letter_page(application), sent)
    application.refresh_from_db()
    assert application.state == State.ACCEPTED


def test_only_the_letter_that_was_read_is_approved(application, lead, client):
    other = make_lead("other")
    write(application, lead, written(application, Outcome.REFUSE))
    sent = typed(read(client, lead, letter_page(application)))
    write(application, other, written(application, Outcome.ACCEPT))
    response = client.post(letter_page(application), sent, follow=True)
    assert "was changed after you had opened this letter" in response.content.decode()
    for version in ("", "forged"):
        client.post(letter_page(application), {"version": version})
    assert untouched(application)


@pytest.mark.parametrize("state", [State.QUESTIONS, State.WITHDRAWN])
def test_only_a_file_that_is_being_read_is_answered(application, lead, client, state):
    version = write(application, lead, written(application))
    with held(application) as file:
        move(file, state, EventKind.ASKED if state == State.QUESTIONS else EventKind.WITHDRAWN, SITE)
    with pytest.raises(NotNowError):
        approve(application, lead, version=version)
    html = read(client, lead, letter_page(application))
    assert not any("Approve" in button.text for button in html.select("button"))
    response = client.post(letter_page(application), {"version": version}, follow=True)
    assert "nothing was sent" in response.content.decode()
    assert not letters(application)
    assert Decision.objects.get().approved_at is None


def test_an_approved_decision_and_its_reasons_never_change(application, lead, client):
    answer(application, lead)
    decision, before = Decision.objects.get(), draft_of(decision_of(application))
    reason = decision.reasons.get(criterion="risk")
    decision.opening = "Autre chose."
    reason.finding = "demonstrated"
    attempts = [
        decision.save,
        decision.delete,
        reason.save,
        reason.delete,
        lambda: Decision.objects.update(outcome="accept"),
        lambda: Decision.objects.filter(pk=decision.pk).delete(),
        lambda: decision.reasons.update(convinced=""),
        lambda: decision.reasons.all().delete(),
        lambda: Reason.objects.bulk_update([reason], ["finding"]),
        lambda: decision.reasons.update_or_create(criterion="risk", defaults={"missing": "Rien."}),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError, match="never changed"), transaction.atomic():
            attempt()
    assert draft_of(decision_of(application)) == before
    # What it says stays even where who approved it leaves, and goes with its file.
    lead.delete()
    assert Decision.objects.get().approved_by is None
    application.delete()
    assert not Reason.objects.exists()


def test_a_decision_that_is_not_approved_may_change_and_go(application, lead):
    write(application, lead, written(application))
    Decision.objects.update(plan="Autre.")
    decision = Decision.objects.get()
    decision.reasons.all().delete()
    decision.delete()
    assert not Decision.objects.exists()
