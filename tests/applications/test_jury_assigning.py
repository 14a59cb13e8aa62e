"""Files go to jurors by hand or by load, each once, and never to somebody who should not read them."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.desk.asking import ask
from showcase.applications.jury.acting import declare
from showcase.applications.jury.assigning import (
    assign,
    assign_by_load,
    assign_on_receipt,
    assign_what_came,
    fill_up,
    free_jurors,
    jurors,
    take_off,
)
from showcase.applications.jury.letters import tell_juror
from showcase.applications.jury.panel import SHOWN
from showcase.applications.models import EventKind, Outcome, Review, State
from showcase.applications.steps import SITE, NotNowError, held, move
from tests.applications.jurors import (
    actor,
    give,
    make_juror,
    make_lead,
    make_sent,
    page,
    panel_of,
    readers,
    scores,
    send,
    set_rules,
    typed,
)


@pytest.fixture
def application(grid):
    return make_sent(grid)


def by_load(application, number=1, **options):
    with held(application) as file:
        return [review.juror.username for review in assign_by_load(file, number, SITE, **options)]


def refuse(application):
    with held(application) as file:
        move(file, State.REFUSED, EventKind.REFUSED, SITE)
    application.refresh_from_db()


def test_jurors_are_those_whose_role_says_so(django_user_model):
    juror, _lead = make_juror(), make_lead()
    make_juror("gone", is_active=False)
    django_user_model.objects.create_superuser("owner", "owner@example.org", "secret")
    assert list(jurors()) == [juror]


def test_the_least_busy_comes_first_and_ties_are_always_broken_alike(grid):
    names = ["anne", "bob", "carl"]
    for name in names:
        make_juror(name)
    files = [make_sent(grid, email=f"p{number}@example.org") for number in range(6)]
    for file in files:
        by_load(file, 2)
    given = [readers(file) for file in files]
    assert given == [["anne", "bob"], ["carl", "anne"], ["bob", "carl"]] * 2
    assert {name: sum(name in pair for pair in given) for name in names} == dict.fromkeys(names, 4)


def test_only_files_that_wait_for_somebody_are_a_load(grid):
    busy, free = make_juror("busy"), make_juror("free")
    waiting, sent, over, tied = (make_sent(grid, email=f"p{n}@example.org") for n in range(4))
    give(waiting, free)
    [review] = give(sent, busy)
    send(review)
    give(over, busy)
    refuse(over)
    [review] = give(tied, busy, declared=False)
    Review.objects.filter(pk=review.pk).update(conflict=True)
    assert [
        (juror.username, juror.waiting) for juror in free_jurors(make_sent(grid, email="x@example.org"))
    ] == [
        ("busy", 0),
        ("free", 1),
    ]


def test_nobody_gets_a_file_twice_nor_one_that_is_their_own(application):
    make_juror("nora", email="Nora@Example.org")  # who applies
    make_juror("lea", email="lea@münchen.example")
    application.people.create(email="lea@xn--mnchen-3ya.example")
    assert by_load(application, 5) == []
    juror = make_juror()
    assert by_load(application, 5) == ["juror"]
    assert by_load(application, 5) == []
    with held(application) as file:
        assert assign(file, juror, SITE) is None
    assert application.events.filter(kind=EventKind.ASSIGNED).count() == 1


def test_assigning_is_logged_and_told_to_the_juror_once(application):
    lead, juror = make_lead(), make_juror()
    with held(application) as file:
        review = assign(file, juror, actor(lead))
    assert (review.assigned_by, review.round) == (lead, 1)
    event = application.events.get(kind=EventKind.ASSIGNED)
    assert (event.user, event.detail) == (lead, {"juror": juror.pk})
    assert DBTaskResult.objects.filter(task_path=tell_juror.module_path).count() == 1


def test_whoever_was_taken_off_is_not_given_the_file_again_by_load(application):
    juror = make_juror()
    [review] = give(application, juror)
    with held(application):
        take_off(review, SITE)
    assert by_load(application) == []
    assert application.events.get(kind=EventKind.UNASSIGNED).detail == {"juror": juror.pk}
    # By hand it stays possible.
    assert list(free_jurors(application)) == [juror]


def test_a_file_that_comes_is_assigned_by_a_task_of_the_same_transaction(grid):
    for name in ("anne", "bob", "carl"):
        make_juror(name)
    application = make_sent(grid)
    tasks = DBTaskResult.objects.filter(task_path=assign_what_came.module_path)
    assert [task.args_kwargs["args"] for task in tasks] == [[application.pk]]
    assert readers(application) == []
    for _twice in range(2):
        assign_what_came.call(application.pk)
    assert readers(application) == ["anne", "bob"]
    assign_what_came.call(0)


def test_with_too_few_jurors_a_file_waits_for_the_lead(client, grid):
    set_rules(jurors_per_file=3)
    make_juror("anne"), make_juror("bob")
    application = make_sent(grid)
    assert assign_on_receipt(application) == []
    lead = make_lead()
    client.force_login(lead)
    panel = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(
        "#applications-wait-section"
    )
    assert "to assign: nobody reads it" in panel.text
    assert panel.select_one("td.title a")["href"] == page("file", application.pk)
    # The lead may take what there is.
    client.post(page("assign", application.pk), {"load": "1"})
    assert readers(application) == ["anne", "bob"]


def test_a_file_that_the_jury_does_not_have_any_more_is_not_assigned(application):
    make_juror()
    give(application, make_juror("first"))
    refuse(application)
    set_rules(jurors_per_file=5)
    assert assign_on_receipt(application) == []
    with pytest.raises(NotNowError):
        fill_up(application, SITE)
    assert readers(application) == ["first"]


def test_an_appeal_is_read_by_others(grid):
    first, second, third = (make_juror(name) for name in ("anne", "bob", "carl"))
    application = make_sent(grid)
    [sent, tied] = give(application, first, second, declared=False)
    declare(sent, conflict=False)
    send(sent)
    declare(tied, conflict=True, note="Mon voisin.")
    Review.objects.filter(juror=third).delete()  # who was given it instead
    refuse(application)
    make_appeal(application.people.get(), "Vous avez mal lu.")
    application.refresh_from_db()
    assert application.round == 2
    assert list(free_jurors(application)) == [third]
    set_rules(jurors_per_file=1)
    assign_what_came.call(application.pk)
    assert readers(application) == ["carl"]
    with held(application) as file:
        assert assign(file, first, SITE) is None


def test_who_approved_the_first_answer_does_not_read_the_appeal(grid):
    answered, other = make_juror("anne"), make_juror("bob")
    application = make_sent(grid)
    [review] = give(application, answered)
    send(review)
    refuse(application)
    Review.objects.all().delete()
    application.decisions.create(
        round=1, outcome=Outcome.REFUSE, approved_at=timezone.now(), approved_by=answered
    )
    make_appeal(application.people.get(), "Vous avez mal lu.")
    application.refresh_from_db()
    assert list(free_jurors(application)) == [other]


def test_a_second_round_is_read_without_the_first_until_scores_are_sent(client, grid):
    first, third = make_juror("zoe", last_name="Quartz"), make_juror("carl")
    application = make_sent(grid)
    [sent] = give(application, first)
    send(sent, scores("partly", "Sceau"))
    refuse(application)
    make_appeal(application.people.get(), "Vous avez mal lu la page 3.")
    application.refresh_from_db()
    [again] = give(application, third)
    client.force_login(third)
    shown = client.get(page("file", application.pk)).content.decode()
    assert "Vous avez mal lu la page 3." in shown
    for words in ("Sceau", "Quartz"):
        assert words not in shown
        assert words not in client.get(page("log", application.pk)).content.decode()
    # Who read it the first time sees their own round and nothing of the second.
    send(again, scores("demonstrated", "Neuf"))
    assert "Sceau" in client.get(page("file", application.pk)).content.decode()
    client.force_login(first)
    shown = client.get(page("file", application.pk)).content.decode()
    assert "Sceau" in shown
    assert "Neuf" not in shown
    assert not BeautifulSoup(shown, "html.parser").select(
        "#scores, form[action$='/ask/'], form[action$='/remark/']"
    )
    answer = client.post(page("scores", application.pk), typed(scores(), send="1"))
    assert answer["Location"] == "/admin/"
    assert Review.objects.filter(juror=first).count() == 1


def test_the_lead_chooses_by_hand_and_takes_off(client, application):
    lead, anne, bob = make_lead(), make_juror("anne"), make_juror("bob")
    give(make_sent(application.grid, email="p@example.org"), bob)
    client.force_login(lead)
    html = BeautifulSoup(client.get(page("file", application.pk)).content, "html.parser")
    choices = [label.get_text(" ", strip=True) for label in html.select("#jurors-section .jury__option")]
    assert choices == ["Anne (0 files to score)", "Bob (1 file to score)"]
    for wrong in ({}, {"jurors": [lead.pk]}, {"jurors": ["x"]}, {"jurors": ["9" * 30]}):
        answer = client.post(page("assign", application.pk), wrong)
        assert answer.status_code == 422
        assert BeautifulSoup(answer.content, "html.parser").select("#jurors-section .error-message")
    answer = client.post(page("assign", application.pk), {"jurors": [anne.pk, bob.pk]}, follow=True)
    assert "The file is given to Anne, Bob." in answer.content.decode()
    assert readers(application) == ["anne", "bob"]
    review, sent = Review.objects.filter(application=application).order_by("pk")
    declare(review, conflict=False)
    declare(sent, conflict=False)
    send(sent)
    for one in (review, sent):
        client.post(page("take_off", application.pk, one.pk))
    assert readers(application) == ["bob"]  # whose scores are sent
    other = Review.objects.exclude(application=application).get()
    client.post(page("take_off", application.pk, other.pk))
    assert Review.objects.filter(pk=other.pk).exists()


def test_the_lead_assigns_many_files_at_once(client, grid):
    lead = make_lead()
    for name in ("anne", "bob"):
        make_juror(name)
    files = [make_sent(grid, email=f"p{number}@example.org") for number in range(4)]
    refuse_me = files[3]
    give(refuse_me, make_juror("carl"))
    refuse(refuse_me)
    client.force_login(lead)
    address = page("assign_many")
    back = page("queue") + "?language=fr"
    answer = client.post(
        address, {"file": [files[0].pk, files[1].pk, refuse_me.pk], "next": back}, follow=True
    )
    assert answer.redirect_chain == [(back, 302)]
    words = answer.content.decode()
    assert "2 files were assigned." in words
    assert "1 file stays as it was" in words
    assert len(readers(files[0])) == len(readers(files[1])) == 2
    assert readers(files[2]) == []
    assert readers(refuse_me) == ["carl"]
    bob = Review.objects.filter(juror__username="bob").first().juror
    client.post(address, {"file": [files[0].pk, files[2].pk], "juror": bob.pk})
    assert readers(files[2]) == ["bob"]
    assert len(readers(files[0])) == 2
    for wrong in (
        {},
        {"file": ["x"]},
        {"file": [0]},
        {"file": ["9" * 30]},
        {"file": [files[2].pk], "juror": lead.pk},
    ):
        assert client.post(address, wrong)["Location"] == page("queue")
    assert client.post(address, {"file": [files[2].pk], "next": "https://example.org/"})["Location"] == page(
        "queue"
    )
    assert client.post(address, {"next": "nowhere"}).status_code == 302
    assert Review.objects.filter(application=files[2]).count() == 2  # the last one, by load


def test_the_panel_tells_a_juror_what_waits_and_the_lead_what_is_ready(client, grid):
    juror, lead = make_juror(), make_lead()
    to_declare, to_score, to_decide = (
        make_sent(grid, email=f"p{number}@example.org", title=f"Projet {number}") for number in range(3)
    )
    give(to_declare, juror, declared=False)
    give(to_score, juror)
    [sent] = give(to_decide, juror)
    send(sent)
    client.force_login(juror)
    html = BeautifulSoup(client.get("/admin/").content, "html.parser")
    rows = {
        row.a["href"]: row.select("td")[2].text.strip()
        for row in html.select("#applications-wait-section tbody tr")
    }
    assert rows == {
        page("file", to_declare.pk): "to declare and read",
        page("file", to_score.pk): "to score",
    }
    client.force_login(lead)
    html = BeautifulSoup(client.get("/admin/").content, "html.parser")
    [row] = html.select("#applications-wait-section tbody tr")
    assert row.a["href"] == page("file", to_decide.pk)
    assert "to decide: all scores are in" in row.text


def test_the_panel_says_how_many_more_wait_than_it_shows(client, grid):
    client.force_login(make_lead())
    for number in range(SHOWN):
        make_sent(grid, email=f"p{number}@example.org")
    assert "more" not in panel_of(client).text
    for number in range(2):
        make_sent(grid, email=f"q{number}@example.org")
    panel = panel_of(client)
    assert len(panel.select("tbody tr")) == SHOWN
    assert "To assign: nobody reads it – 2 more" in panel.text


def test_a_second_round_without_jurors_is_to_assign_not_to_decide(client, grid):
    application = make_sent(grid)
    [sent] = give(application, make_juror())
    send(sent)
    refuse(application)
    make_appeal(application.people.get(), "Relisez.")
    application.refresh_from_db()
    ask(application, make_lead("asks"), "Quand ?", token=uuid.uuid4())
    with held(application) as file:
        move(file, State.READING, EventKind.ANSWERED, SITE)
    client.force_login(make_lead())
    [row] = BeautifulSoup(client.get("/admin/").content, "html.parser").select(
        "#applications-wait-section tbody tr"
    )
    assert "to assign: nobody reads it" in row.text
