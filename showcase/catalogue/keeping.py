"""Keeping the catalogue: a project enters it when it is published, and leaves it when it is not."""

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django_tasks import task
from modelsearch.backends import get_search_backends

from home import content_version
from home.background import is_resting
from home.letters import plain
from showcase.catalogue.models import PARTLY, CatalogueEntry, packed
from showcase.models.assessments import CriterionAssessment, Finding
from showcase.models.projects import ProjectPage

BATCH = 500
WRITTEN = [field.name for field in CatalogueEntry._meta.concrete_fields if not field.primary_key]


def enter(keys: Iterable[int]) -> None:
    """Write the entries of these projects, and strike those that readers may not see any more.

    The number of queries does not depend on how many there are.
    """
    keys = set(keys)
    projects = _readable(keys)
    gone = CatalogueEntry.objects.filter(pk__in=keys.difference(page.pk for page in projects))
    gone.delete()
    today = timezone.localdate()
    entries = [entry_of(page, today) for page in projects]
    CatalogueEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["page"], update_fields=WRITTEN
    )
    if entries and not is_resting():
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(CatalogueEntry, entries)
    # What is made from the catalogue is out of date, even where no page has changed: a finding expired.
    transaction.on_commit(content_version.move)


def _readable(keys: set[int]) -> list[ProjectPage]:
    assessments = CriterionAssessment.objects.select_related("criterion__grid").defer("evidence")
    return list(
        ProjectPage.objects.for_readers()
        .filter(pk__in=keys)
        .select_related("locale")
        .prefetch_related(Prefetch("assessments", assessments))
    )


def entry_of(page: ProjectPage, today: datetime.date) -> CatalogueEntry:
    """The entry of a published project, not saved, as it is on the day `today`."""
    holding = _holding(page, today)
    codes = [found.criterion.code + (PARTLY if found.finding == Finding.PARTLY else "") for found in holding]
    ends = [found.review_by for found in holding if found.review_by]
    return CatalogueEntry(
        page=page,
        locale=page.locale,
        sort_title=plain(page.title)[:255],
        country=str(page.country),
        legal_form=page.legal_form,
        status=page.status,
        start_year=page.start_year,
        sectors=packed(sorted(page.sectors)),
        sdgs=packed(sorted(page.sdgs)),
        criteria=packed(codes),
        met=sum(found.finding == Finding.DEMONSTRATED for found in holding),
        stale_on=min(ends) + datetime.timedelta(days=1) if ends else None,
        latitude=_degrees(page.latitude),
        longitude=_degrees(page.longitude),
        entered_at=page.first_published_at or page.latest_revision_created_at or timezone.now(),
        changed_at=page.last_published_at or page.latest_revision_created_at or timezone.now(),
    )


def _degrees(exact: Decimal | None) -> float | None:
    return None if exact is None else float(exact)


def _holding(page: ProjectPage, today: datetime.date) -> list[CriterionAssessment]:
    """The findings that hold on that day, in the order of the grid."""
    return [
        found
        for found in page.badges
        if found.finding != Finding.NOT_DEMONSTRATED and not (found.review_by and found.review_by < today)
    ]


def rebuild() -> int:
    """Make the whole catalogue again. Returns the number of projects looked at."""
    CatalogueEntry.objects.exclude(pk__in=ProjectPage.objects.for_readers().values("pk")).delete()
    return enter_all(ProjectPage.objects.live().order_by("pk").values_list("pk", flat=True))


def enter_all(keys: Iterable[int]) -> int:
    """The same for however many, some at a time. Returns how many there were."""
    count = 0
    for some in _batches(keys):
        enter(some)
        count += len(some)
    return count


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for key in keys:
        batch.append(key)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@task()
def rebuild_later() -> None:
    rebuild()


@task()
def drop_what_expired() -> None:
    """Work out again the entries in which a finding has passed its day."""
    enter_all(list(_stale().values_list("pk", flat=True)))


def _stale():
    return CatalogueEntry.objects.filter(stale_on__lte=timezone.localdate())


_looked_on: datetime.date | None = None


def look_for_expired() -> None:
    """Once a day in each process: where a finding has expired, have its entry worked out again."""
    global _looked_on
    today = timezone.localdate()
    if _looked_on != today:
        if _stale().exists():
            drop_what_expired.enqueue()
        _looked_on = today  # last: if the task could not be written, the next reader tries again
