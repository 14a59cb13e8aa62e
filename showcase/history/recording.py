"""Writing the record: what readers see of the findings is compared with what was recorded last."""

import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from wagtail_localize.models import TranslationSource

from home.permissions import is_translated_in_step
from showcase.history.models import AssessmentEvent, Outcome
from showcase.models.assessments import CriterionAssessment, latest_of_each
from showcase.models.projects import ProjectPage


class State(NamedTuple):
    """What the record says of a finding at one moment."""

    finding: str = ""
    assessor: str = ""
    grid: int | None = None
    review_by: datetime.date | None = None

    @classmethod
    def of(cls, found: CriterionAssessment) -> "State":
        return cls(found.finding, found.assessor, found.criterion.grid.version, found.review_by)

    @classmethod
    def after(cls, event: AssessmentEvent) -> "State":
        return cls(event.to_finding, event.to_assessor, event.to_grid, event.to_review_by)


NOTHING = State()


def event_of(project: UUID, code: str, day: datetime.date, before: State, after: State) -> AssessmentEvent:
    """The event of that change, not saved."""
    return AssessmentEvent(
        project=project,
        criterion=code,
        day=day,
        **{f"from_{name}": value for name, value in before._asdict().items()},
        **{f"to_{name}": value for name, value in after._asdict().items()},
    )


def record(page: ProjectPage, day: datetime.date) -> None:
    """Append what differs between the findings of the page, saved, and those recorded last.

    A finding that stands as it was recorded is not recorded again, so any number of calls is one.
    """
    assessments = CriterionAssessment.objects.filter(page_id=page.pk).select_related("criterion__grid")
    now = {found.criterion.code: State.of(found) for found in latest_of_each(assessments)}
    with transaction.atomic():
        # One publication at a time, or two would record the same change.
        ProjectPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        before = last_recorded(page.translation_key)
        for code in sorted(now.keys() | before.keys()):
            was, is_now = before.get(code, NOTHING), now.get(code, NOTHING)
            if was != is_now:
                event_of(page.translation_key, code, day, was, is_now).save()


def last_recorded(project: UUID) -> dict[str, State]:
    """{code of a criterion: what the record says of it}."""
    events = AssessmentEvent.objects.filter(project=project, outcome="").order_by("pk")
    return {event.criterion: State.after(event) for event in events}


def record_outcome(project: UUID, code: str, outcome: Outcome, notes: dict[str, str]) -> None:
    """Append what came of a reader's question: on a criterion, or on the page where `code` is empty.
    `notes` are the editors' words, {language: text}.
    """
    AssessmentEvent(
        project=project,
        criterion=code,
        day=timezone.localdate(),
        outcome=outcome,
        note_fr=notes["fr"],
        note_en=notes["en"],
    ).save()


def speaks_for_all(page: ProjectPage) -> bool:
    """Whether the findings are written on this page, rather than brought to it from another language."""
    if is_translated_in_step(page):
        return False
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return True
    is_source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id)
    return is_source.exists() or not page.get_translations().live().exists()


def record_first() -> None:
    """For all published projects not yet recorded: each finding as of the day of its assessment."""
    assessments = CriterionAssessment.objects.select_related("criterion__grid").defer("evidence")
    pages = ProjectPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    known = set(AssessmentEvent.objects.values_list("project", flat=True))
    AssessmentEvent.objects.bulk_create(
        event_of(page.translation_key, found.criterion.code, found.assessed_on, NOTHING, State.of(found))
        for page in pages.prefetch_related(Prefetch("assessments", assessments))
        if page.translation_key not in known
        for found in latest_of_each(page.assessments.all())
    )
