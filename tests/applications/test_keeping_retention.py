"""What is deleted by rule, on its day and not before."""

import datetime
import os
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from showcase.applications import keys
from showcase.applications.decisions.answering import may_appeal
from showcase.applications.files.sweep import sweep_orphans
from showcase.applications.keeping import retention
from showcase.applications.keeping.daily import Report, tend
from showcase.applications.keeping.deleting import delete
from showcase.applications.keeping.terms import draft_ends, kept_until, notice_on
from showcase.applications.letters.posting import post
from showcase.applications.letters.writing import write
from showcase.applications.models import AccessKey, Application, ApplicationRules, Letter, State, Trace
from tests.applications.carried import address, come_in
from tests.applications.days import day_of, noon
from tests.applications.kept import post_all
from tests.applications.world import EMAIL, make_application


def run(time_machine, day: str) -> list[str]:
    """The daily command on a day, and what it says of files; then the letters go out."""
    time_machine.move_to(noon(day), tick=False)
    report = Report()
    said = list(tend(day_of(day), is_dry=False, report=report))
    assert report.failures == []
    post_all()
    return [line for line in said if not line.rpartition(" ")[2].isdigit()]


def draft(grid, touched: str, **fields) -> Application:
    return make_application(grid, touched_at=noon(touched), started_at=noon(touched), **fields)


def exists(application) -> bool:
    return Application.objects.filter(pk=application.pk).exists()


# --- Drafts


@pytest.mark.parametrize(
    ("touched", "told", "gone"),
    [
        ("2026-01-15", "2026-06-15", "2026-07-15"),
        ("2026-08-31", "2027-01-28", "2027-02-28"),  # no 31 February
        ("2027-08-31", "2028-01-29", "2028-02-29"),  # but there is a 29
        ("2026-09-30", "2027-02-28", "2027-03-30"),
        ("2026-12-31", "2027-05-30", "2027-06-30"),
    ],
)
def test_a_draft_goes_after_six_months_and_is_told_a_month_before(grid, time_machine, touched, told, gone):
    application = draft(grid, touched)
    assert run(time_machine, str(day_of(told) - timedelta(days=1))) == []
    assert run(time_machine, told) == [f"draft told that it ends: {application.key}"]
    assert len(mail.outbox) == 1
    assert run(time_machine, str(day_of(gone) - timedelta(days=1))) == []
    assert exists(application)
    assert run(time_machine, gone) == [f"draft deleted: {application.key}"]
    assert not exists(application)
    assert Trace.objects.get().outcome == State.DRAFT
    assert len(mail.outbox) == 1


def test_the_letter_names_the_day_and_leads_to_the_data(grid, time_machine):
    draft(grid, "2026-01-15", title="Le puits")
    run(time_machine, "2026-06-15")
    letter = Letter.objects.get(kind="draft_ends")
    assert "15 juillet 2026" in letter.body
    assert "15 janvier 2026" in letter.body
    assert letter.leads_to == "data"
    assert "/fr/" in mail.outbox[0].body


def test_a_change_begins_the_term_again_and_asks_for_another_letter(grid, time_machine, client):
    application = draft(grid, "2026-01-15")
    run(time_machine, "2026-06-15")
    time_machine.move_to(noon("2026-07-14"), tick=False)
    come_in(client)
    client.post(address("data", application.key), {"keep": "1"})
    assert run(time_machine, "2026-07-15") == []
    assert run(time_machine, "2026-12-13") == []
    assert run(time_machine, "2026-12-14") == [f"draft told that it ends: {application.key}"]
    assert run(time_machine, "2027-01-13") == []
    assert run(time_machine, "2027-01-14") == [f"draft deleted: {application.key}"]


def test_no_draft_goes_before_its_letter_was_sent_25_days_ago(grid, time_machine):
    application = draft(grid, "2026-01-15")
    time_machine.move_to(noon("2026-06-15"), tick=False)
    list(tend(day_of("2026-06-15"), is_dry=False, report=Report()))  # the mail server is down
    for day in ("2026-07-15", "2026-08-15"):
        time_machine.move_to(noon(day), tick=False)
        list(tend(day_of(day), is_dry=False, report=Report()))
        assert exists(application)
    post_all()  # on 15 August
    assert run(time_machine, "2026-09-08") == []
    assert run(time_machine, "2026-09-09") == [f"draft deleted: {application.key}"]


def test_a_draft_that_was_forgotten_for_years_is_told_first_and_has_a_month(grid, time_machine):
    application = draft(grid, "2020-01-15")
    assert run(time_machine, "2026-06-15") == [f"draft told that it ends: {application.key}"]
    assert "15 juillet 2026" in mail.outbox[0].body
    assert run(time_machine, "2026-07-14") == []
    assert run(time_machine, "2026-07-15") == [f"draft deleted: {application.key}"]


def test_a_shorter_rule_deletes_nothing_before_the_day_that_was_told(grid, time_machine):
    application = draft(grid, "2026-01-15")
    run(time_machine, "2026-06-15")
    ApplicationRules.objects.update_or_create(pk=ApplicationRules.load().pk, defaults={"draft_months": 1})
    assert run(time_machine, "2026-07-10") == []  # 25 days after the letter
    assert run(time_machine, "2026-07-15") == [f"draft deleted: {application.key}"]


def test_the_page_names_the_day_on_which_the_draft_really_goes(grid, time_machine):
    application = draft(grid, "2026-01-15")
    rules = ApplicationRules.load()
    assert draft_ends(application, rules, today=day_of("2026-02-01")) == day_of("2026-07-15")
    time_machine.move_to(noon("2026-07-01"), tick=False)
    assert draft_ends(application, rules, today=day_of("2026-07-01")) == day_of("2026-08-01")
    run(time_machine, "2026-07-01")
    assert draft_ends(application, rules, today=day_of("2026-07-20")) == day_of("2026-08-01")


def test_a_draft_that_was_sent_between_the_look_and_the_act_stays(grid, time_machine):
    application = draft(grid, "2026-01-15")
    run(time_machine, "2026-06-15")
    time_machine.move_to(noon("2026-07-15"), tick=False)
    found = list(retention.drafts_to_delete(day_of("2026-07-15")))
    Application.objects.filter(pk=application.pk).update(state=State.RECEIVED)
    assert not retention.delete_draft(found[0], day_of("2026-07-15"))
    assert not retention.tell_draft_ends(found[0], day_of("2026-07-15"))
    assert exists(application)


def test_the_day_is_that_of_the_site_not_of_greenwich(grid):
    # Half past midnight in Paris is still the day before in Greenwich.
    touched = datetime.datetime(2026, 1, 14, 23, 30, tzinfo=datetime.UTC)
    application = make_application(grid, touched_at=touched)
    assert kept_until(application, ApplicationRules.load()) == day_of("2026-07-15")


def test_the_notice_is_never_less_than_a_short_month():
    day, least = day_of("2026-01-01"), 40
    while day < day_of("2028-12-31"):
        least = min(least, (day - notice_on(day)).days)
        day += timedelta(days=1)
    assert least == 28


# --- Refused and withdrawn files


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN])
@pytest.mark.parametrize(("since", "gone"), [("2024-02-29", "2026-02-28"), ("2026-03-31", "2028-03-31")])
def test_a_file_goes_24_months_after_its_end(grid, time_machine, state, since, gone):
    times = {"state_since": noon(since), "submitted_at": noon(since), "touched_at": noon(since)}
    application = make_application(grid, state=state, decided_at=noon(since), **times)
    assert run(time_machine, str(day_of(gone) - timedelta(days=1))) == []
    assert run(time_machine, gone) == [f"refused or withdrawn file deleted: {application.key}"]
    assert not exists(application)
    assert Trace.objects.get().outcome == state


@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.READING, State.QUESTIONS, State.ACCEPTED, State.PUBLISHED]
)
def test_what_the_jury_has_and_what_is_public_stays(grid, time_machine, state):
    old = noon("2015-01-01")
    application = make_application(
        grid, state=state, state_since=old, submitted_at=old, touched_at=old, decided_at=old, published_at=old
    )
    time_machine.move_to(noon("2026-06-15"), tick=False)
    assert not list(retention.drafts_to_delete(day_of("2026-06-15")))
    assert not list(retention.answered_to_delete(day_of("2026-06-15")))
    assert exists(application)


def test_the_rules_say_how_long(grid, time_machine):
    ApplicationRules.objects.update_or_create(pk=ApplicationRules.load().pk, defaults={"refused_months": 3})
    application = make_application(
        grid, state=State.REFUSED, state_since=noon("2026-01-31"), decided_at=noon("2026-01-31")
    )
    assert run(time_machine, "2026-04-29") == []
    assert run(time_machine, "2026-04-30")
    assert not exists(application)


def test_a_refusal_stays_while_it_may_be_appealed_against(grid, time_machine):
    ApplicationRules.objects.update_or_create(pk=ApplicationRules.load().pk, defaults={"refused_months": 1})
    application = make_application(
        grid, state=State.REFUSED, state_since=noon("2026-01-10"), decided_at=noon("2026-01-10")
    )
    assert run(time_machine, "2026-03-11") == []
    assert may_appeal(application)
    assert run(time_machine, "2026-03-12")
    assert not may_appeal(application)
    assert not exists(application)


def test_a_refusal_that_was_appealed_counts_from_the_last_answer(grid, time_machine):
    application = make_application(
        grid,
        state=State.REFUSED,
        round=2,
        submitted_at=noon("2023-01-01"),
        state_since=noon("2024-06-15"),
        decided_at=noon("2024-06-15"),
    )
    assert run(time_machine, "2026-06-14") == []
    assert run(time_machine, "2026-06-15")
    assert not exists(application)


# --- Links and letters


def test_links_are_forgotten_30_days_after_they_were_of_use(grid, time_machine):
    application = make_application(grid)
    time_machine.move_to(noon("2026-01-01"), tick=False)
    used = keys.make_key(EMAIL, application, leads_to="state", minutes=365 * 24 * 60)
    keys.use(used)
    keys.make_key(EMAIL, None, leads_to="files", minutes=60)
    good = keys.make_key(EMAIL, application, leads_to="state", minutes=365 * 24 * 60)
    time_machine.move_to(noon("2026-01-31") + timedelta(minutes=30), tick=False)
    assert retention.forget_links() == 1
    time_machine.move_to(noon("2026-02-01"), tick=False)
    assert retention.forget_links() == 1
    assert AccessKey.objects.get().digest == keys.digest_of(good)


def test_an_address_that_began_nothing_is_forgotten_within_a_month(db, time_machine):
    time_machine.move_to(noon("2026-01-01"), tick=False)
    letter = write("enter", EMAIL, number="1", language="fr", leads_to="files", link_minutes=120, hours=2)
    post.call(letter.pk)
    time_machine.move_to(noon("2026-02-01"), tick=False)
    assert retention.forget_links() == 1
    assert retention.forget_letters() == 1


def test_letters_of_a_file_stay_with_it(grid, time_machine):
    application = make_application(grid)
    time_machine.move_to(noon("2026-01-01"), tick=False)
    write("late", EMAIL, number="1", language="fr", application=application)
    time_machine.move_to(noon("2027-01-01"), tick=False)
    assert retention.forget_letters() == 0


def test_the_last_letter_is_forgotten_once_it_is_sent_and_not_before(grid):
    delete(make_application(grid, title="Le puits"), tells=True)
    assert retention.forget_letters() == 0
    post_all()
    assert len(mail.outbox) == 1
    assert retention.forget_letters() == 1


# --- Many files, and what goes wrong


def test_a_file_that_cannot_be_deleted_does_not_keep_the_others(grid, time_machine, monkeypatch, settings):
    old = noon("2020-01-01")
    files = [
        make_application(grid, state=State.REFUSED, state_since=old, decided_at=old, email=f"{n}@example.org")
        for n in range(3)
    ]
    broken = files[1]
    real = Application.delete

    def fails_on_one(self, *args, **kwargs):
        if self.pk == broken.pk:
            raise OSError("the disk is full")
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Application, "delete", fails_on_one)
    report = Report()
    said = list(tend(timezone.localdate(), is_dry=False, report=report))
    assert said == [f"refused or withdrawn file deleted: {files[n].key}" for n in (0, 2)]
    assert report.failures == [f"refused or withdrawn file deleted: {broken.key}: OSError: the disk is full"]
    assert Application.objects.get() == broken
    assert Trace.objects.count() == 2  # and none of the one that stayed


def test_many_files_are_gone_through_a_batch_at_a_time(grid, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 3)
    old = noon("2020-01-01")
    Application.objects.bulk_create(
        Application(grid=grid, language="fr", state=State.WITHDRAWN, state_since=old) for _ in range(10)
    )
    for _ in range(7):
        keys.make_key(EMAIL, None, leads_to="files", minutes=-60 * 24 * 60)
    said = list(tend(timezone.localdate(), is_dry=False, report=Report()))
    assert len(said) == 11
    assert not Application.objects.exists()
    assert not AccessKey.objects.exists()


def test_contents_that_nothing_names_are_swept(grid):
    storage = storages["private"]
    lost = storage.save("applications/lost/x.pdf", ContentFile(b"x"))
    path = storage.path(lost)
    past = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(path, (past, past))
    said = list(tend(timezone.localdate(), is_dry=False, report=Report()))
    assert len(said) == 1
    assert said[0].startswith("contents that nothing names deleted: ")
    assert sweep_orphans() == 0
    assert not storage.exists(lost)
