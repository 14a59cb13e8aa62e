"""The queue: what each sees of it, how it is narrowed, sorted and taken away, and what it costs."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from showcase.applications.decisions.answering import make_appeal
from showcase.applications.desk.asking import ask
from showcase.applications.jury.acting import declare
from showcase.applications.keeping.withdrawing import withdraw
from showcase.applications.models import Appeal, Application, EventKind, State
from showcase.applications.steps import SITE, held, move, record
from studio.roles import JURORS, MODERATORS
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
from tests.applications.world import make_application


@pytest.fixture
def lead(client):
    lead = make_lead()
    client.force_login(lead)
    return lead


def titles(client, **query) -> list[str]:
    answer = client.get(page("queue"), query)
    assert answer.status_code == 200
    html = BeautifulSoup(answer.content, "html.parser")
    return [link.text.strip() for link in html.select("#listing-results td.title a")]


def exported(client, **query) -> list[dict[str, str]]:
    answer = client.get(page("queue"), {"export": "csv", **query})
    content = b"".join(answer).decode()
    assert content.startswith("\ufeff")  # or a spreadsheet takes its accents for other signs
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def make(grid, title, *, days=0, sections=None, **fields) -> Application:
    """A file of this name that came so many days ago."""
    number = Application.objects.count()
    application = make_sent(grid, email=f"p{number}@example.org", sections=sections or {}, **fields)
    came = timezone.now() - timedelta(days=days, hours=1)
    Application.objects.filter(pk=application.pk).update(title=title, submitted_at=came)
    application.refresh_from_db()
    return application


def state(application, to, kind=EventKind.NO_CONFLICT):
    with held(application) as file:
        move(file, to, kind, SITE)
    application.refresh_from_db()


def test_the_lead_sees_all_that_were_sent_and_a_juror_their_own(client, grid, lead):
    old, new = make(grid, "Ancien", days=9), make(grid, "Nouveau")
    make_application(grid, email="draft@example.org", title="Brouillon")
    juror = make_juror()
    give(new, juror, declared=False)
    assert titles(client) == ["Ancien", "Nouveau"]
    client.force_login(juror)
    assert titles(client) == ["Nouveau"]
    [review] = give(old, juror, declared=False)
    assert titles(client) == ["Ancien", "Nouveau"]
    declare(review, conflict=True, note="Lien.")
    assert titles(client) == ["Nouveau"]


def test_a_lead_whom_something_links_to_a_file_does_not_see_it(client, grid):
    both = make_user("both", JURORS, MODERATORS)
    tied = make(grid, "Lié")
    make(grid, "Autre")
    [review] = give(tied, both, declared=False)
    declare(review, conflict=True, note="Lien.")
    client.force_login(both)
    assert titles(client) == ["Autre"]
    assert "Lié" not in b"".join(client.get(page("queue"), {"export": "csv"})).decode()


def test_each_filter_keeps_what_it_says(client, grid, lead):
    anne, bob = make_juror("anne"), make_juror("bob")
    plain = make(grid, "Nu", days=2)
    english = make(grid, "English", days=12, language="en")
    read = make(grid, "Lu", days=30)
    give(read, anne)
    tied = make(grid, "Lié", days=5)
    [review, _other] = give(tied, anne, bob, declared=False)
    declare(review, conflict=True, note="Lien.")
    refused = make(grid, "Refusé", days=90)
    state(refused, State.READING)
    state(refused, State.REFUSED, EventKind.REFUSED)
    appealed = make(grid, "Appel", days=60)
    state(appealed, State.READING)
    state(appealed, State.REFUSED, EventKind.REFUSED)
    make_appeal(appealed.people.get(), "Relisez.")
    assert titles(client) == ["Lu", "English", "Lié", "Nu", "Appel", "Refusé"]
    for query, kept in [
        ({"state": ["reading"]}, {"Lu"}),
        ({"state": ["reading", "refused"]}, {"Lu", "Refusé"}),
        ({"language": "en"}, {"English"}),
        ({"juror": anne.pk}, {"Lu"}),
        ({"juror": bob.pk}, {"Lié"}),
        ({"assigned": "nobody"}, {"Nu", "English", "Refusé", "Appel"}),
        ({"assigned": "somebody"}, {"Lu", "Lié"}),
        ({"round": 2}, {"Appel"}),
        ({"days": 10}, {"English", "Lu", "Refusé"}),
        ({"q": "lu"}, {"Lu"}),
        ({"q": "appel", "round": 2}, {"Appel"}),
        ({"q": "introuvable"}, set()),
        # What is no filter keeps everything.
        ({"days": "beaucoup"}, {"Nu", "English", "Lu", "Lié", "Refusé", "Appel"}),
        ({"state": ["draft"], "round": "x", "juror": "x"}, {"Nu", "English", "Lu", "Lié", "Refusé", "Appel"}),
    ]:
        assert set(titles(client, **query)) == kept, query
    assert {plain.state, english.state} == {State.RECEIVED}


def test_what_was_withdrawn_grows_no_older(client, grid, lead):
    plain, appealed = make(grid, "Nu", days=30), make(grid, "Appel", days=60)
    state(appealed, State.READING)
    state(appealed, State.REFUSED, EventKind.REFUSED)
    make_appeal(appealed.people.get(), "Relisez.")
    for file in (plain, appealed):
        withdraw(file.people.get())
    Application.objects.filter(pk=plain.pk).update(state_since=timezone.now() - timedelta(days=20))
    Appeal.objects.update(at=timezone.now() - timedelta(days=10, hours=1))
    ages = {row["Project"]: row["Age in days"] for row in exported(client)}
    assert ages == {"Nu": "10", "Appel": "10"}


def test_late_is_what_the_list_says_is_late(client, grid, lead):
    set_rules(usual_days=45)
    make(grid, "À temps", days=44)
    make(grid, "En retard", days=50)
    waits = make(grid, "En attente", days=50)
    ask(waits, lead, "Combien ?", token=uuid.uuid4())
    said_sorry = make(grid, "Excusé", days=50)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with held(said_sorry) as file:
        record(file, EventKind.APOLOGISED, SITE, expected=tomorrow.isoformat())
    done = make(grid, "Fini", days=90)
    state(done, State.READING)
    state(done, State.REFUSED, EventKind.REFUSED)
    assert titles(client, late="late") == ["En retard"]
    html = BeautifulSoup(client.get(page("queue")).content, "html.parser")
    rows = {row.select_one("td.title").text.strip(): row.text for row in html.select("tbody tr")}
    assert [title for title, words in rows.items() if "late" in words] == ["En retard"]
    assert tomorrow.strftime("%Y") in rows["Excusé"]


def test_sorting_is_stable_and_age_is_that_of_the_present_round(client, grid, lead):
    make(grid, "B", days=3)
    state(make(grid, "A", days=5), State.READING)
    again = make(grid, "C", days=80)
    state(again, State.READING)
    state(again, State.REFUSED, EventKind.REFUSED)
    make_appeal(again.people.get(), "Relisez.")
    assert titles(client) == ["A", "B", "C"]
    assert titles(client, ordering="title") == ["A", "B", "C"]
    assert titles(client, ordering="-title") == ["C", "B", "A"]
    assert titles(client, ordering="-age") == ["A", "B", "C"]
    assert titles(client, ordering="age") == ["C", "B", "A"]
    assert titles(client, ordering="step") == ["B", "C", "A"]
    assert titles(client, ordering="nonsense") == ["A", "B", "C"]
    html = BeautifulSoup(client.get(page("queue")).content, "html.parser")
    ages = [row.select("td")[4].text.strip() for row in html.select("#listing-results tbody tr")]
    assert ages == ["5 days", "3 days", "0 days"]


def test_age_is_sorted_and_chosen_by_what_the_list_shows(client, grid, lead):
    def ages(**query) -> dict[str, str]:
        html = BeautifulSoup(client.get(page("queue"), query).content, "html.parser")
        rows = html.select("#listing-results tbody tr")
        return {row.select_one(".title a").text.strip(): row.select("td")[4].text.strip() for row in rows}

    make(grid, "Là", days=30)
    ago = timezone.now() - timedelta(days=70)
    for title, to, changes in (
        ("Répondu", State.REFUSED, {"decided_at": ago - timedelta(days=1)}),
        ("Retiré", State.WITHDRAWN, {"state_since": ago}),
        # Withdrawn on appeal: the answer to the first reading did not end this one.
        ("Retiré en appel", State.WITHDRAWN, {"decided_at": ago - timedelta(days=200)}),
    ):
        file = make(grid, title, days=90)
        Application.objects.filter(pk=file.pk).update(state=to, **changes)
    assert ages(ordering="age") == {
        "Répondu": "19 days",
        "Retiré": "20 days",
        "Là": "30 days",
        "Retiré en appel": "90 days",
    }
    assert list(ages(ordering="age")) == ["Répondu", "Retiré", "Là", "Retiré en appel"]
    assert set(ages(days=29)) == {"Là", "Retiré en appel"}
    assert set(ages(days=30)) == {"Retiré en appel"}


def test_the_lead_sees_how_far_each_juror_is_and_a_juror_how_far_they_are(client, grid, lead):
    anne, bob, carl = (make_juror(name) for name in ("anne", "bob", "carl"))
    application = make(grid, "Lu")
    sent, _reading = give(application, anne, bob)
    give(application, carl, declared=False)
    send(sent)
    html = BeautifulSoup(client.get(page("queue")).content, "html.parser")
    assert [line.text for line in html.select(".jury-lines li")] == [
        "Anne: scores sent",
        "Bob: reading",
        "Carl: to declare",
    ]
    client.force_login(bob)
    html = BeautifulSoup(client.get(page("queue")).content, "html.parser")
    assert [line.text for line in html.select(".jury-lines li")] == ["reading"]
    assert "Anne" not in html.text
    # Nothing that would say who else reads it.
    assert not html.select("[name=juror], [name=assigned], [name=file]")
    assert titles(client, juror=anne.pk, assigned="nobody") == ["Lu"]


def test_the_list_is_taken_away_as_a_table_that_runs_nothing(client, grid, lead):
    application = make(grid, "=1+1", days=7)
    give(application, make_juror("anne"))
    make(grid, "Deux", days=3)
    rows = exported(client, ordering="age")
    assert [row["Project"] for row in rows] == ["Deux", "'=1+1"]
    assert rows[1]["State"] == "Being read"
    assert rows[1]["Jurors"] == "Anne: reading"
    assert rows[1]["Age in days"] == "7"
    assert rows[1]["Received"] == (timezone.localdate(application.submitted_at)).isoformat()
    filtered = b"".join(client.get(page("queue"), {"export": "csv", "q": "deux"})).decode()
    assert "1+1" not in filtered
    assert client.get(page("queue"), {"export": "xlsx"}).status_code == 200


def test_pages_of_fifty_and_a_page_that_is_not_there(client, grid, lead):
    one = make(grid, "Un")
    Application.objects.bulk_create(
        Application(
            grid=grid, language="fr", title=f"N{number}", state="received", submitted_at=one.submitted_at
        )
        for number in range(60)
    )
    assert len(titles(client)) == 50
    assert len(titles(client, p=2)) == 11
    assert len(set(titles(client) + titles(client, p=2))) == 61
    assert len(titles(client, p=99)) == 11


@pytest.mark.parametrize("who", ["lead", "juror"])
def test_it_costs_the_same_with_three_files_and_with_thirty(client, grid, who, count_queries):
    user = make_lead() if who == "lead" else make_juror("reader")
    others = [make_juror(name) for name in ("anne", "bob")]
    reader = user if who == "juror" else others[0]
    client.force_login(user)

    def grow(number):
        for _number in range(number):
            application = make(grid, "Projet", days=50)
            give(application, reader, others[1])
            with held(application) as file:
                record(file, EventKind.ANSWERED, SITE)

    addresses = [page("queue"), page("queue_results"), page("queue") + "?late=late&days=3", "/admin/"]
    grow(3)
    few = [count_queries(address) for address in addresses]
    grow(27)
    assert [count_queries(address) for address in addresses] == few


def test_a_file_costs_the_same_with_one_juror_and_with_ten(client, grid, count_queries):
    application = make(grid, "Projet")
    client.force_login(make_lead())
    address = page("file", application.pk)
    [review] = give(application, make_juror("first"))
    send(review)
    few = count_queries(address)
    for number in range(9):
        [review] = give(application, make_juror(f"j{number}"))
        send(review)
    assert count_queries(address) == few
