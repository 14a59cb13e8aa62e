"""Fill the showcase with invented projects, to try it out and to measure it."""

import itertools
import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from home import content_version
from showcase.catalogue import keeping
from showcase.invention import WORDS, Invented, invent
from showcase.models import Criterion, CriterionAssessment, ProjectPage, ShowcasePage

BATCH = 1000


class Command(BaseCommand):
    help = (
        "Adds invented projects to the showcase in every language that it has, published, with a finding for"
        " each criterion. For a site that is there to be tried: nothing in them is true."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("number", type=int, help="how many projects")
        parser.add_argument("--quiet", action="store_true", help="say nothing")

    def handle(self, *args: Any, number: int, quiet: bool, **options: Any) -> None:
        if number < 1:
            raise CommandError("Say how many projects: a number above 0.")
        showcases = list(ShowcasePage.objects.live().select_related("locale"))
        if not showcases:
            raise CommandError("There is no showcase to fill. `manage.py seed` makes one.")
        codes = list(Criterion.objects.in_force().filter(is_gate=False).values_list("code", flat=True))
        start = ProjectPage.objects.filter(slug__startswith="invented-").values("slug").distinct().count() + 1
        projects = invent(number, codes, start=start)
        done = 0
        while batch := list(itertools.islice(projects, BATCH)):
            with transaction.atomic():
                for showcase in showcases:
                    self.plant(showcase, batch)
            done += len(batch)
            if not quiet:
                self.stdout.write(f"{done} of {number} projects")
        content_version.move()

    def plant(self, showcase: ShowcasePage, projects: list[Invented]) -> None:
        """These projects in the language of the showcase, and in its catalogue."""
        language, locale = showcase.locale.language_code, showcase.locale
        kind = ContentType.objects.get_for_model(ProjectPage)
        last = showcase.get_last_child()
        first = 1 + (Page._str2int(last.path[-Page.steplen :]) if last else 0)
        pages = []
        for step, project in enumerate(projects, first):
            words = project.words(language)
            words.pop("summary")
            pages.append(
                Page(
                    **words,
                    draft_title=words["title"],
                    path=Page._get_path(showcase.path, showcase.depth + 1, step),
                    depth=showcase.depth + 1,
                    url_path=f"{showcase.url_path}{words['slug']}/",
                    content_type=kind,
                    locale=locale,
                    translation_key=project.key,
                    first_published_at=project.entered,
                    last_published_at=project.entered,
                )
            )
        Page.objects.bulk_create(pages)
        Page.objects.filter(pk=showcase.pk).update(numchild=F("numchild") + len(pages))
        rows = [
            ProjectPage(page_ptr_id=page.pk, summary=project.words(language)["summary"], **_located(project))
            for page, project in zip(pages, projects, strict=True)
        ]
        # Django has no bulk_create for a model with a parent table; this is its own step of it.
        ProjectPage.objects.all()._batched_insert(rows, ProjectPage._meta.local_concrete_fields, BATCH)
        self.assess(showcase, pages, projects)
        keeping.enter([page.pk for page in pages])

    def assess(self, showcase: ShowcasePage, pages: list[Page], projects: list[Invented]) -> None:
        criteria = {
            criterion.code: criterion
            for criterion in Criterion.objects.filter(locale=showcase.locale).order_by("grid__version")
        }
        reason = WORDS[showcase.locale.language_code]["reason"]
        CriterionAssessment.objects.bulk_create(
            CriterionAssessment(
                page_id=page.pk,
                locale=showcase.locale,
                translation_key=_key(project, finding["code"]),
                criterion=criteria[finding["code"]],
                sort_order=order,
                reason=reason,
                **{name: value for name, value in finding.items() if name != "code"},
            )
            for page, project in zip(pages, projects, strict=True)
            for order, finding in enumerate(project.findings)
        )


def _located(project: Invented) -> dict[str, Any]:
    """Its facts; a project without latitude has no longitude either."""
    facts = project.facts
    return facts if facts["latitude"] is not None else {**facts, "longitude": None}


def _key(project: Invented, code: str) -> uuid.UUID:
    return uuid.uuid5(project.key, code)
