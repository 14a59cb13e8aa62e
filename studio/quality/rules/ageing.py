"""What time does to a page. For the health report: each finding carries the day from which it counts."""

import calendar
import datetime
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home.models import ConceptPage
from showcase.models import CriterionAssessment, Finding, ProjectPage
from studio.quality.findings import Found, Weight, rule
from studio.quality.limits import limits
from studio.quality.texts import PageReading

# The types that readers choose on cards: there, one without a picture leaves a hole.
WITH_PICTURE = (ConceptPage, ProjectPage)


def later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@rule(
    "review-due",
    Weight.ADVICE,
    title=_("Past its review date"),
    advice=_("Check the page against its sources, then change “last reviewed on”."),
    writing=False,
)
def review_due(reading: PageReading) -> Iterator[Found]:
    page = reading.page
    reviewed = getattr(page, "reviewed_on", None)
    # Whoever published a page had read it: one never reviewed is due as long after its first publication.
    last = reviewed or (page.first_published_at and page.first_published_at.date())
    if last:
        yield Found("reviewed_on", since=later(last, limits().review_months))


@rule(
    "no-translation",
    Weight.ADVICE,
    title=_("Not published in the other language"),
    advice=_("Translate the page, or publish the translation that waits."),
    writing=False,
)
def no_translation(reading: PageReading) -> Iterator[Found]:
    page = reading.page
    versions = Page.objects.filter(translation_key=page.translation_key, live=True)
    published = set(versions.values_list("locale__language_code", flat=True)) | {reading.language}
    missing = [code for code, _name in settings.LANGUAGES if code not in published]
    if missing:
        yield Found(detail=", ".join(missing))


@rule(
    "no-image",
    Weight.ADVICE,
    title=_("No picture"),
    advice=_("Choose a picture: cards and the head of the page show it."),
    writing=False,
)
def no_image(reading: PageReading) -> Iterator[Found]:
    if isinstance(reading.page, WITH_PICTURE) and not reading.page.listing_image_id:
        yield Found("listing_image")


@rule(
    "badge-expiring",
    Weight.SERIOUS,
    title=_("A badge is about to expire, or has"),
    advice=_("Look at the evidence again, then change the finding or the date until which it holds."),
    writing=False,
)
def badge_expiring(reading: PageReading) -> Iterator[Found]:
    notice = datetime.timedelta(days=limits().badge_days)
    for child, path in reading.children:
        if not isinstance(child, CriterionAssessment) or child.finding == Finding.NOT_DEMONSTRATED:
            continue
        if child.review_by:
            yield Found(
                f"{path}.review_by",
                detail=f"{child.criterion.short_title}, {child.review_by.isoformat()}",
                since=child.review_by - notice,
            )
