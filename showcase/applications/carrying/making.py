"""An accepted file becomes the draft of a page, with the badges that the jury decided."""

import calendar
import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from home.models import User
from showcase.applications.carrying import pictures
from showcase.applications.carrying.pages import evidence_of, page_of
from showcase.applications.keeping.unmaking import delete_page
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import (
    Application,
    ApplicationRules,
    Decision,
    EventKind,
    Outcome,
)
from showcase.applications.sections import Plan, plan_of
from showcase.applications.steps import Actor, NotNowError, held, record
from showcase.models import Assessor, CriterionAssessment, Finding, ProjectPage, ShowcasePage

LINK_MINUTES = 14 * 24 * 60
LONGEST_SLUG = 80


class NoShowcaseError(Exception):
    """There is no showcase in the language of the file for its page to stand in."""


def make_page(application: Application, decision: Decision, actor: Actor) -> ProjectPage:
    """The draft of the page of a held file, from what was last sent and what was decided; its translation is
    begun, and everybody on the file is asked to check it. Nothing is published. Raises NoShowcaseError.
    """
    parent = ShowcasePage.objects.filter(locale__language_code=application.language).first()
    snapshot = application.snapshots.last()
    if parent is None or snapshot is None:
        raise NoShowcaseError(application.language)
    with override(application.language):
        plan = plan_of(application, snapshot.sections)
        page = page_of(application, plan)
        page.slug = _free_slug(parent, page.title)
        page.owner, page.has_unpublished_changes = actor.user, True
        page.assessments = list(_decided(plan, decision, page.locale))
        shown = pictures.pictures_of(plan)
        pictures.place(page, shown, pictures.publish(shown, page.title, actor.user))
        parent.add_child(instance=page)
        page.save_revision(user=actor.user)
    application.page = page
    application.save(update_fields=["page"])
    _begin_translations(page, actor.user)
    record(application, EventKind.PAGE_MADE, actor, page=page.pk)
    write_to_all(
        "approve",
        application,
        number=str(page.pk),
        leads_to="approve",
        link_minutes=LINK_MINUTES,
    )
    return page


def make_again(application: Application, user: User) -> ProjectPage:
    """The draft page of an accepted file whose page was deleted, to be checked anew. Raises NotNowError where
    there is none to make, and NoShowcaseError.
    """
    with held(application) as file:
        decision = file.decisions.filter(outcome=Outcome.ACCEPT, approved_at__isnull=False).last()
        if not file.has_lost_its_page or decision is None:
            raise NotNowError(file.state)
        delete_page(file)  # its translations would be of another page
        file.approvals.all().delete()
        file.approved_at = None
        file.save(update_fields=["approved_at"])
        return make_page(file, decision, Actor(user=user))


def _free_slug(parent: Page, title: str) -> str:
    wanted = slugify(title)[:LONGEST_SLUG].strip("-") or slugify(_("project"))
    taken = set(parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in _numbered(wanted) if slug not in taken)


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    number = 2
    while True:
        yield f"{wanted}-{number}"
        number += 1


def _decided(plan: Plan, decision: Decision, locale: Locale) -> Iterator[CriterionAssessment]:
    """What the jury decided of each criterion, in its words, with the evidence that readers can open."""
    reasons = {reason.criterion: reason for reason in decision.reasons.all()}
    day = timezone.localdate(decision.approved_at) if decision.approved_at else timezone.localdate()
    until = months_later(day, ApplicationRules.load().review_months)
    for form in plan.criteria:
        reason = reasons.get(form.criterion.code)
        if reason is None or not reason.finding:
            continue
        words = [text.strip() for text in (reason.convinced, reason.missing) if text.strip()]
        yield CriterionAssessment(
            locale=locale,
            sort_order=form.criterion.sort_order,
            criterion=form.criterion,
            finding=Finding(reason.finding),
            reason="\n".join(words),
            evidence=evidence_of(form),
            assessor=Assessor.JURY,
            assessed_on=day,
            review_by=until,
        )


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def _begin_translations(page: ProjectPage, user: User | None) -> None:
    """A draft in each other language in which there is a showcase, for translators to go on with."""
    showcases = ShowcasePage.objects.get(pk=page.get_parent().pk).get_translations()
    if others := list(Locale.objects.filter(pk__in=showcases.values("locale"))):
        # Again from the database: the instance at hand still holds children that were never saved.
        translate_object(ProjectPage.objects.get(pk=page.pk), others, user=user)
