"""The page that a file makes: what its sections say, as a project of the showcase."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale
from wagtail.rich_text import RichText

from home.models import SourceKind
from showcase.applications.models import Application
from showcase.applications.sections import Plan, SectionForm
from showcase.applications.sections.fields import DATE
from showcase.models import Assessor, CriterionAssessment, Finding, ProjectFigure, ProjectPage
from showcase.sheet.excerpts import shortened

# The fields of the page that have the name and the shape of a section's.
FACTS = {
    "project": (
        "summary",
        "organisation",
        "legal_form",
        "legal_form_detail",
        "start_year",
        "status",
        "website",
    ),
    "place": ("country", "place"),
}
MOST_GROUPS = 6
LONGEST_GROUP = 120
BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")


def page_of(application: Application, plan: Plan) -> ProjectPage:
    """A project, not saved, from what the sections of `plan` say, which was made in the language of the file.
    What is missing or wrong is left out.
    """
    with override(application.language):
        return _page(application, plan)


def _page(application: Application, plan: Plan) -> ProjectPage:
    said = said_in(plan.forms["project"])
    locales = Locale.objects.filter(language_code=application.language)
    title = said.get("name") or application.title or _("A project without a name yet")
    page = ProjectPage(
        title=title,
        slug=slugify(title) or slugify(_("project")),
        locale=locales.first() or Locale.get_default(),
        live=False,
    )
    for name, value in _facts(plan):
        setattr(page, name, value)
    page.sectors = said.get("sectors") or []
    page.sdgs = [int(number) for number in said.get("sdgs") or []]
    groups, whole = _groups(said_in(plan.forms["need"]).get("for_whom") or "")
    page.beneficiaries = [("group", group) for group in groups]
    page.partners = [
        ("partner", {"name": row["name"], "kind": row["kind"]}) for row in _partners(plan.forms["people"])
    ]
    page.body = _story(plan, whole)
    page.figures = list(_figures(plan.forms["figures"], page.locale))
    page.assessments = list(_declared(plan, page.locale))
    return page


def said_in(form: forms.Form) -> dict[str, Any]:
    """What a section or a row says, without what is wrong."""
    form.is_valid()  # reads it
    return form.cleaned_data


def rows_of(form: SectionForm) -> Iterator[dict[str, Any]]:
    """The same of each row that somebody has filled in."""
    return (said_in(row) for row in form.filled_rows)


def _facts(plan: Plan) -> Iterator[tuple[str, Any]]:
    for code, names in FACTS.items():
        said = said_in(plan.forms[code])
        longest = {name: getattr(ProjectPage._meta.get_field(name), "max_length", None) for name in names}
        for name in names:
            value = said.get(name)
            too_long = isinstance(value, str) and len(value) > (longest[name] or len(value))
            if value not in (None, "") and not too_long:
                yield name, value
    place = said_in(plan.forms["place"])
    if place.get("latitude") is not None and place.get("longitude") is not None:
        yield "latitude", place["latitude"]
        yield "longitude", place["longitude"]


def _groups(text: str) -> tuple[list[str], str]:
    """(for whom, one short line each; the whole text where that does not say all of it)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    short = [shortened(line, LONGEST_GROUP) for line in lines[:MOST_GROUPS]]
    return short, "" if short == lines else text


def _partners(form: SectionForm) -> Iterator[dict[str, Any]]:
    return (row for row in rows_of(form) if row.get("name") and row.get("kind"))


def _story(plan: Plan, for_whom: str) -> list[tuple[str, Any]]:
    """The need, the story and the people, each under its heading; plain text becomes paragraphs."""
    need, people = said_in(plan.forms["need"]), said_in(plan.forms["people"])
    roles = [
        _("%(partner)s: %(role)s") % {"partner": row["name"], "role": row["role"]}
        for row in _partners(plan.forms["people"])
        if row.get("role")
    ]
    parts = (
        (_("The need"), [need.get("need"), for_whom, need.get("unmet")]),
        (_("The story"), [said_in(plan.forms["project"]).get("story")]),
        (_("Who takes part"), [people.get("concerned"), people.get("team"), "\n".join(roles)]),
    )
    body: list[tuple[str, Any]] = []
    for heading, texts in parts:
        if written := paragraphs(text for text in texts if text):
            body += [("heading", heading), ("text", {"text": RichText(written), "sources": []})]
    return body


def paragraphs(texts: Iterable[str]) -> str:
    """Plain texts as paragraphs of rich text. HTML in them is text."""
    parts = [part.strip() for text in texts for part in BETWEEN_PARAGRAPHS.split(text) if part.strip()]
    return "".join(f"<p>{'<br/>'.join(html.escape(part, quote=False).splitlines())}</p>" for part in parts)


def _figures(form: SectionForm, locale: Locale) -> Iterator[ProjectFigure]:
    for order, row in enumerate(rows_of(form)):
        if row.get("value") and row.get("label") and row.get("kind"):
            yield ProjectFigure(
                locale=locale,
                sort_order=order,
                value=row["value"],
                label=row["label"],
                kind=row["kind"],
                year=row.get("year"),
                source_title=row.get("source_title") or "",
                source_url=row.get("source_url") or "",
            )


def _declared(plan: Plan, locale: Locale) -> Iterator[CriterionAssessment]:
    """What the project says of each criterion itself."""
    for form in plan.criteria:
        said = said_in(form)
        if said.get("level"):
            yield CriterionAssessment(
                locale=locale,
                sort_order=form.criterion.sort_order,
                criterion=form.criterion,
                finding=Finding(said["level"]),
                reason=said.get("claim") or "",
                evidence=evidence_of(form),
                assessor=Assessor.SELF,
                assessed_on=timezone.localdate(),
            )


def evidence_of(form: SectionForm) -> list[tuple[str, dict[str, Any]]]:
    """The pieces of evidence that have an address of their own, as blocks. An attached file stays private:
    the jury has read it, and readers cannot (`private_evidence`).
    """
    return [
        (
            "evidence",
            {
                "title": row["title"],
                "url": row["url"],
                "kind": row.get("kind") or SourceKind.SELF_REPORTED,
                "date": row["date"] if re.fullmatch(DATE, row.get("date") or "") else "",
                "language": row.get("language") or "",
            },
        )
        for row in rows_of(form)
        if row.get("title") and row.get("url")
    ]


def private_evidence(plan: Plan) -> list[str]:
    """The titles of what was only attached, which the page therefore does not show."""
    return [
        row["title"]
        for form in plan.criteria
        for row in rows_of(form)
        if row.get("title") and row.get("attachment") and not row.get("url")
    ]
