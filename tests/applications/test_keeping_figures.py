"""The team's figures: numbers of a small world that one can count by hand, as tables, charts and CSV."""

import datetime
import io

import pandas
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from showcase.applications.keeping.agreement import TOTAL, Agreement, agreements
from showcase.applications.keeping.figures import by_juror, by_month, by_step, first_day
from showcase.applications.keeping.report import TABLES
from showcase.applications.models import Event, EventKind, Review, Score, State, Trace
from tests.applications.carried import make_user
from tests.applications.world import make_application
from tests.factories import make_grid

NOON = datetime.time(12, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 6, 15)
YES, PARTLY, NO = "demonstrated", "partly", "not_demonstrated"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(at("2026-06-15"), tick=False)


@pytest.fixture
def grid(db):
    """A grid in force."""
    return make_grid(published_on=datetime.date(2025, 1, 1))


def at(day: str) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date.fromisoformat(day), NOON)


def file_of(grid, state=State.READING, **days):
    """A file with events on days, by their kinds."""
    application = make_application(grid, state=state, submitted_at=at(next(iter(days.values()))))
    for kind, day in days.items():
        Event.objects.create(application=application, kind=EventKind[kind], at=at(day))
    return application


def review(application, juror, finding=YES, *, assigned="2026-05-01", sent="2026-05-11", **fields):
    found = Review.objects.create(
        application=application,
        juror=juror,
        assigned_at=at(assigned),
        sent_at=at(sent) if sent else None,
        **{"conflict": False} | fields,
    )
    if finding:
        Score.objects.create(review=found, criterion="risk", finding=finding, comment="x")
    return found


def lead():
    user = make_user()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def rows(table) -> dict:
    return {row[0]: row[1:] for row in table.rows}


# --- Month by month


def test_each_event_is_counted_in_its_month(grid):
    file_of(grid, State.REFUSED, SUBMITTED="2026-04-10", REFUSED="2026-05-20")
    file_of(grid, State.PUBLISHED, SUBMITTED="2026-04-30", ACCEPTED="2026-05-31", PUBLISHED="2026-06-02")
    file_of(grid, State.WITHDRAWN, SUBMITTED="2026-05-01", WITHDRAWN="2026-06-01")
    file_of(grid, SUBMITTED="2025-07-01")
    file_of(grid, SUBMITTED="2025-06-30")  # too long ago
    found = rows(by_month(TODAY))
    assert next(iter(found)) == "Juillet 2025"
    assert len(found) == 12
    assert found["Juillet 2025"] == [1, 0, 0, 0]
    assert found["Avril 2026"] == [2, 0, 0, 0]
    assert found["Mai 2026"] == [1, 1, 1, 0]
    assert found["Juin 2026"] == [0, 0, 0, 1]


def test_a_month_begins_at_midnight_where_the_site_is(grid):
    application = make_application(grid, submitted_at=at("2026-05-01"))
    late = datetime.datetime(2026, 4, 30, 22, 30, tzinfo=datetime.UTC)  # 1 May in Paris
    Event.objects.create(application=application, kind=EventKind.SUBMITTED, at=late)
    assert rows(by_month(TODAY))["Mai 2026"][0] == 1


def test_deleted_files_stay_in_the_count_and_drafts_never_enter_it(grid):
    day = datetime.date
    common = {"language": "fr", "jurors": 2, "begun_on": day(2026, 3, 1), "deleted_on": day(2026, 6, 1)}
    Trace.objects.create(**common, outcome="refused", received_on=day(2026, 4, 2), decided_on=day(2026, 5, 2))
    Trace.objects.create(
        **common,
        outcome="withdrawn",
        received_on=day(2026, 4, 3),
        decided_on=day(2026, 4, 30),
        withdrawn_on=day(2026, 5, 3),
    )
    Trace.objects.create(**common, outcome="withdrawn", withdrawn_on=day(2026, 5, 3))
    Trace.objects.create(**common, outcome="draft")
    draft = make_application(grid, state=State.WITHDRAWN)
    Event.objects.create(application=draft, kind=EventKind.WITHDRAWN, at=at("2026-05-04"))
    found = rows(by_month(TODAY))
    assert found["Avril 2026"] == [2, 1, 0, 0]
    assert found["Mai 2026"] == [0, 0, 1, 1]


def test_the_first_month_is_a_year_ago_at_the_ends_of_years_too():
    assert first_day(datetime.date(2026, 12, 31)) == datetime.date(2026, 1, 1)
    assert first_day(datetime.date(2026, 1, 1)) == datetime.date(2025, 2, 1)
    assert first_day(datetime.date(2026, 2, 28)) == datetime.date(2025, 3, 1)


# --- Step by step


def test_the_median_of_each_step_is_that_of_the_log(grid):
    for end in ("2026-05-21", "2026-05-25", "2026-06-10"):
        file_of(
            grid,
            State.PUBLISHED,
            SUBMITTED="2026-05-01",
            NO_CONFLICT="2026-05-05",
            REVIEWED="2026-05-15",
            ACCEPTED=end,
            PUBLISHED="2026-06-12",
        )
    numbers = [row[1:] for row in by_step(TODAY).rows]
    assert numbers == [[3, 4.0], [3, 10.0], [3, 10.0], [3, 18.0], [3, 24.0]]


def test_a_step_that_is_not_over_is_not_counted(grid):
    application = file_of(grid, SUBMITTED="2026-05-01", NO_CONFLICT="2026-05-05", REVIEWED="2026-05-15")
    assert [row[1:] for row in by_step(TODAY).rows] == [[1, 4.0], [0, None], [0, None], [0, None], [0, None]]
    # The last scores count, not the first.
    Event.objects.create(application=application, kind=EventKind.REVIEWED, at=at("2026-05-25"))
    Event.objects.create(application=application, kind=EventKind.REFUSED, at=at("2026-05-26"))
    assert [row[1:] for row in by_step(TODAY).rows][1:3] == [[1, 20.0], [1, 1.0]]


def test_an_appeal_is_a_reading_of_its_own(grid):
    application = file_of(grid, SUBMITTED="2026-01-01", NO_CONFLICT="2026-01-05", REFUSED="2026-01-31")
    for kind, day in (("APPEALED", "2026-03-01"), ("NO_CONFLICT", "2026-03-03"), ("ACCEPTED", "2026-03-11")):
        Event.objects.create(application=application, kind=EventKind[kind], at=at(day), round=2)
    whole = by_step(TODAY).rows[-1]
    assert whole[1:] == [2, 20.0]  # 30 and 10 days


def test_steps_that_ended_more_than_a_year_ago_are_not_counted(grid):
    file_of(grid, SUBMITTED="2024-05-01", NO_CONFLICT="2024-05-05", REFUSED="2024-06-01")
    file_of(grid, SUBMITTED="2025-05-01", NO_CONFLICT="2025-05-05", REFUSED="2025-07-10")
    assert [row[1] for row in by_step(TODAY).rows] == [0, 0, 0, 0, 1]


# --- Jurors


def test_each_juror_has_what_was_given_sent_and_waits(grid):
    ada, zoe = make_user("ada", leads=False), make_user("zoe", leads=False, first_name="Zoé", last_name="Z.")
    one, two = make_application(grid, state=State.READING), make_application(grid, state=State.READING)
    done = make_application(grid, state=State.REFUSED)
    review(one, ada, sent="2026-05-11")
    review(two, ada, sent="2026-05-21")
    review(one, zoe, "", sent=None, conflict=None)
    review(two, zoe, "", sent=None, conflict=True, declared_at=at("2026-05-02"))
    review(done, zoe, "", sent=None)  # answered without them
    review(done, ada, assigned="2020-01-01", sent="2020-02-01")
    found = rows(by_juror(TODAY))
    assert found["ada"] == [2, 2, 0, 0, 15.0]
    assert found["Zoé Z."] == [2, 0, 1, 1, None]


def test_a_juror_to_whom_nothing_was_given_is_there_with_zeros(db):
    free = make_user("free", leads=False)
    free.user_permissions.add(Permission.objects.get(codename="change_review"))
    assert rows(by_juror(TODAY)) == {"free": [0, 0, 0, 0, None]}


def test_what_waited_in_the_first_round_does_not_wait_in_the_appeal(grid):
    application = make_application(grid, state=State.READING, round=2)
    review(application, make_user("ada", leads=False), "", sent=None, round=1)
    assert rows(by_juror(TODAY))["ada"] == [1, 0, 0, 0, None]


# --- Agreement


def test_agreement_is_counted_file_by_file(grid):
    ada, bob = make_user("ada", leads=False), make_user("bob", leads=False)
    for first, second in ((YES, YES), (YES, PARTLY), (YES, NO), (NO, NO)):
        application = make_application(grid)
        review(application, ada, first)
        review(application, bob, second)
    alone = make_application(grid)
    review(alone, ada, YES)
    sealed = make_application(grid)
    review(sealed, ada, YES)
    review(sealed, bob, NO, sent=None)
    found = agreements(TODAY)
    assert set(found) == {"risk", TOTAL}
    said = found["risk"]
    assert (said.same, said.near, said.opposite, said.files) == (2, 1, 1, 4)


def test_nothing_is_said_of_what_the_jury_still_has_before_it(grid):
    first, second = make_user("a"), make_user("b")
    read = file_of(grid, SUBMITTED="2026-05-01")
    answered = file_of(grid, State.REFUSED, SUBMITTED="2026-05-01")
    for application in (read, answered):
        review(application, first)
        review(application, second, NO)
    assert agreements(TODAY)[TOTAL].files == 1
    read.round = 2
    read.save()
    assert agreements(TODAY)[TOTAL].files == 2


def test_kappa_is_1_where_all_agree_0_by_chance_and_less_where_they_differ_more():
    def kappa(*pairs):
        said = Agreement()
        for findings in pairs:
            said.add(*findings)
        return said.kappa

    same_yes, same_no, opposite, near = (2, 0, 0), (0, 0, 2), (1, 0, 1), (1, 1, 0)
    assert kappa(same_yes, same_no) == 1
    assert kappa(opposite, opposite) == pytest.approx(1 - 2 / (2 * 4 / 6))
    assert kappa(same_yes, same_yes) is None  # nothing to compare with
    assert kappa() is None
    # A step apart weighs half: by hand, 0.5 steps observed over 2 pairs, 3 steps among 6 pairs by chance.
    assert kappa(same_yes, near) == pytest.approx(1 - (1 / 2) / (3 / 6))
    # Shuffled among many files it is near nothing.
    assert kappa(*[same_yes, same_no, opposite, opposite] * 100) == pytest.approx(0, abs=0.01)


def test_three_jurors_are_compared_two_by_two():
    said = Agreement()
    said.add(2, 1, 0)
    assert (said.pairs, said.apart, said.near) == (3, 2, 1)
    said.add(1, 1, 1)
    assert (said.opposite, said.apart) == (1, 6)


# --- The page and the CSV


def test_the_page_is_for_who_leads_the_jury(grid, client):
    place, numbers = reverse("applications_figures"), reverse("applications_figures_csv")
    assert "login" in client.get(place)["Location"]
    juror = make_user("juror", leads=False)
    for name in ("access_admin", "change_review"):
        juror.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(juror)
    for address in (place, f"{numbers}?table=months"):
        assert client.get(address).status_code in (302, 403)
    client.force_login(lead())
    for address in (place, f"{numbers}?table=months"):
        assert client.get(address).status_code == 200
    assert place in client.get(reverse("wagtailadmin_home")).content.decode()


def test_each_table_is_shown_with_its_chart_and_its_file(grid, client):
    file_of(grid, State.REFUSED, SUBMITTED="2026-04-10", NO_CONFLICT="2026-04-12", REFUSED="2026-05-20")
    client.force_login(lead())
    soup = BeautifulSoup(client.get(reverse("applications_figures")).content, "html.parser")
    for code in TABLES:
        part = soup.select_one(f"#{code}")
        assert part.select("table tbody tr"), code
        assert part.select_one("figure figcaption")
        assert client.get(part.select_one("a[type='text/csv']")["href"]).status_code == 200
    for svg in soup.select("svg[role=img]"):
        assert svg.title.text
        assert soup.select_one(f"#{svg['aria-labelledby'].split()[0]}")
    assert len({tag["id"] for tag in soup.select("[id]")}) == len(soup.select("[id]"))


def test_an_empty_site_has_empty_tables(db, client):
    client.force_login(lead())
    response = client.get(reverse("applications_figures"))
    assert response.status_code == 200
    for code in TABLES:
        assert client.get(f"{reverse('applications_figures_csv')}?table={code}").status_code == 200


@pytest.mark.parametrize("table", ["", "forged", "../etc"])
def test_a_table_that_is_none_is_not_found(db, client, table):
    client.force_login(lead())
    assert client.get(reverse("applications_figures_csv"), {"table": table}).status_code == 404


def test_the_csv_opens_with_pandas_and_holds_no_formula(grid, client):
    evil = make_user("evil", leads=False, first_name="=HYPERLINK(1)", last_name="x")
    review(make_application(grid, state=State.READING), evil)
    client.force_login(lead())
    frames = {}
    for code in TABLES:
        response = client.get(f"{reverse('applications_figures_csv')}?table={code}")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        frames[code] = pandas.read_csv(io.BytesIO(response.content))
    assert frames["months"].shape == (12, 5)
    assert frames["jurors"].iloc[0, 0] == "'=HYPERLINK(1) x"
    assert list(frames["jurors"].iloc[0, 1:]) == [1, 1, 0, 0, 10.0]
    assert frames["agreement"].shape == (6, 6)
    assert frames["steps"].shape == (5, 3)


def test_queries_do_not_grow_with_files_and_jurors(grid, client):
    client.force_login(lead())

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("applications_figures")).status_code == 200
        return len(queries)

    def fill(number):
        for n in range(number):
            application = file_of(grid, State.REFUSED, SUBMITTED="2026-04-10", REFUSED="2026-05-20")
            for name in ("a", "b"):
                review(application, make_user(f"{name}{n}-{application.pk}", leads=False))

    fill(6)
    count()
    before = count()
    fill(20)
    assert count() == before
