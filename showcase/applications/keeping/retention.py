"""What is deleted by rule: drafts, refused and withdrawn files, links, letters."""

import datetime
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from showcase.applications.carrying.making import months_later
from showcase.applications.keeping.deleting import LETTER, delete
from showcase.applications.keeping.terms import NOTICE, draft_ends, kept_until, morning, notice_of, notice_on
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import AccessKey, Application, ApplicationRules, Letter, State
from showcase.applications.steps import held

BATCH = 500
# Links, and letters about no file, after they were of use.
FORGOTTEN_AFTER = timedelta(days=30)
LINK_MINUTES = 30 * 24 * 60
# Months are of different lengths: a query looks this much further, and each file is then looked at by itself.
SLACK = timedelta(days=4)


def in_batches(files: QuerySet[Application]) -> Iterator[Application]:
    """Each of many files once, in order of their keys, a batch at a time, though they may go meanwhile."""
    last = 0
    while batch := list(files.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def drafts_to_tell(today: datetime.date) -> Iterator[Application]:
    """Drafts that end within a month, to whose people that has not been written since their last change."""
    rules = ApplicationRules.load()
    for file in in_batches(_drafts_older_than(rules.draft_months - 1, today)):
        if _is_to_tell(file, rules, today):
            yield file


def tell_draft_ends(file: Application, today: datetime.date) -> bool:
    """Write to everybody on a draft that it ends. False where that is not due any more."""
    rules = ApplicationRules.load()
    with held(file) as draft:
        if not _is_to_tell(draft, rules, today):
            return False
        write_to_all(
            NOTICE,
            draft,
            number=today.isoformat(),
            leads_to="data",
            link_minutes=LINK_MINUTES,
            ends=draft_ends(draft, rules, today=today),
        )
    return True


def _is_to_tell(file: Application, rules: ApplicationRules, today: datetime.date) -> bool:
    ends = kept_until(file, rules) if file.state == State.DRAFT else None
    return ends is not None and notice_on(ends) <= today and notice_of(file)[0] is None


def drafts_to_delete(today: datetime.date) -> Iterator[Application]:
    """Drafts whose time is over, and whose people have been told long enough ago."""
    rules = ApplicationRules.load()
    for file in in_batches(_drafts_older_than(rules.draft_months, today)):
        if _draft_is_over(file, rules, today):
            yield file


def delete_draft(file: Application, today: datetime.date) -> bool:
    rules = ApplicationRules.load()
    return delete(file, tells=False, is_due=lambda draft: _draft_is_over(draft, rules, today))


def _draft_is_over(file: Application, rules: ApplicationRules, today: datetime.date) -> bool:
    if file.state != State.DRAFT or notice_of(file)[1] is None:
        return False
    return draft_ends(file, rules, today=today) <= today


def _drafts_older_than(months: int, today: datetime.date) -> QuerySet[Application]:
    day = months_later(today, -months) + SLACK
    return Application.objects.filter(state=State.DRAFT, touched_at__lt=morning(day))


def answered_to_delete(today: datetime.date) -> Iterator[Application]:
    """Refused and withdrawn files whose time is over."""
    rules = ApplicationRules.load()
    before = morning(months_later(today, -rules.refused_months) + SLACK)
    files = Application.objects.filter(state__in=(State.REFUSED, State.WITHDRAWN), state_since__lt=before)
    for file in in_batches(files):
        if _answered_is_over(file, rules, today):
            yield file


def delete_answered(file: Application, today: datetime.date) -> bool:
    rules = ApplicationRules.load()
    return delete(file, tells=False, is_due=lambda found: _answered_is_over(found, rules, today))


def _answered_is_over(file: Application, rules: ApplicationRules, today: datetime.date) -> bool:
    ends = kept_until(file, rules) if file.state in (State.REFUSED, State.WITHDRAWN) else None
    return ends is not None and ends <= today


def forget_links() -> int:
    """Delete the links that were used, or have expired, 30 days ago. Returns how many."""
    past = timezone.now() - FORGOTTEN_AFTER
    return _delete(AccessKey.objects.filter(Q(used_at__lt=past) | Q(expires_at__lt=past)))


def forget_letters() -> int:
    """Delete the letters that are about no file: the last word on a deleted one as soon as it is sent, others
    after 30 days. Returns how many. The letters of a file go with it.
    """
    past = timezone.now() - FORGOTTEN_AFTER
    last_words = Q(kind=LETTER, sent_at__isnull=False)
    return _delete(Letter.objects.filter(last_words | Q(written_at__lt=past), application=None))


def _delete(rows: QuerySet) -> int:
    """Delete rows that nothing hangs on, a batch at a time."""
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        count += rows.filter(pk__in=keys).delete()[0]
    return count
