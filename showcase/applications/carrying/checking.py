"""What the project says of its draft page, part by part, and whether that makes it approved."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.images import get_image_model

from showcase.applications.models import Application, Approval, State
from showcase.blocks import PartnerKind
from showcase.models import ProjectPage
from showcase.sheet.excerpts import BLOCK_END, TAG

# (label, words), the label empty for running text.
Line = tuple[str, str]
# How a picture is shown beside its words (templates/applications/carrying/approve.html).
SMALL = "max-480x360|format-jpeg"


@dataclass(frozen=True)
class Part:
    """One part of the page, as words, and what the project has said of it."""

    code: str
    title: str | Promise
    lines: list[Line]
    approval: Approval | None
    pictures: tuple[Any, ...] = ()

    @property
    def digest(self) -> str:
        """That of its words, and of its pictures by the names of their files."""
        # The labels of the story are its headings; those of the other parts are the site's own words.
        words = [text for line in self.lines for text in line[self.code != "story" :]]
        words += [picture.filename for picture in self.pictures]
        return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()

    @property
    def is_of_the_page(self) -> bool:
        """Whether its title is in the language of the page: that of a criterion."""
        return self.code.startswith("criterion-")

    @property
    def is_answered(self) -> bool:
        """Whether the project has spoken of these very words."""
        return bool(self.approval and self.approval.digest == self.digest)

    @property
    def is_right(self) -> bool:
        return self.is_answered and not self.remark

    @property
    def remark(self) -> str:
        return self.approval.remark if self.approval else ""

    @property
    def has_changed(self) -> bool:
        """Whether the words are others than those that the project looked at."""
        return bool(self.approval and self.approval.digest != self.digest)


def draft_of(application: Application) -> ProjectPage | None:
    """The page as editors have it now, from the database."""
    page = ProjectPage.objects.filter(pk=application.page_id).first()
    return page.get_latest_revision_as_object() if page else None


def _written(application: Application) -> ProjectPage | None:
    """The same to be read and no more. Wagtail looks up each figure and finding of a draft in the tree, so
    that it can be saved.
    """
    pages = ProjectPage.objects.select_related("latest_revision", "locale")
    page = pages.filter(pk=application.page_id).first()
    if page is None or page.latest_revision is None:
        return page
    written = ProjectPage.from_serializable_data(page.latest_revision.content, check_fks=False)
    written.locale = page.locale
    return written


def parts_of(application: Application, page: ProjectPage) -> list[Part]:
    """The parts of a page in the order in which a reader meets them, in the words of its language."""
    said = {approval.part: approval for approval in application.approvals.all()}
    prefetch_related_objects(list(page.assessments.all()), "criterion__grid")
    pictures = _pictures(page)
    with override(page.locale.language_code):
        drawn: list[tuple[str, Any, list[Line]]] = [
            ("title", TITLES["title"], [("", page.title), ("", page.summary)]),
            ("story", TITLES["story"], [*_story(page), (_("Note to the reader:"), page.caution)]),
            ("facts", TITLES["facts"], list(_facts(page))),
            ("figures", TITLES["figures"], list(_figures(page))),
            *_criteria(page),
        ]
        parts = [
            Part(code, title, [(label, str(words)) for label, words in lines if words], said.get(code))
            for code, title, lines in drawn
        ]
    if pictures:
        lines = [("", " – ".join(filter(None, [alt, picture.credit]))) for picture, alt in pictures]
        shown = tuple(picture for picture, _alt in pictures)
        parts.append(Part("pictures", TITLES["pictures"], lines, said.get("pictures"), shown))
    return [part for part in parts if part.lines]


TITLES = {
    "title": gettext_lazy("Title and summary"),
    "story": gettext_lazy("Story"),
    "facts": gettext_lazy("Facts"),
    "figures": gettext_lazy("Figures"),
    "pictures": gettext_lazy("Pictures"),
}


def _story(page: ProjectPage) -> Iterator[Line]:
    heading = ""  # that of the block which follows
    for number, kept in enumerate(page.body.raw_data):
        if kept["type"] == "image":
            continue
        block = page.body[number]
        if kept["type"] == "text":
            words = _paragraphs(block.value["text"].source)
        else:
            words = "\n".join(map(str, block.block.get_searchable_content(block.value)))
        if kept["type"] == "heading" and not heading:
            heading = words
        else:
            yield heading, words
            heading = ""
    if heading:
        yield "", heading


def _paragraphs(html: str) -> str:
    """Rich text as plain text: paragraphs set apart, a line for each item of a list."""
    return unescape(TAG.sub("", BLOCK_END.sub("\n", html.replace("</p>", "</p>\n")))).strip()


def _facts(page: Any) -> Iterator[Line]:
    yield _("Who"), page.organisation
    yield _("Legal form"), page.legal_form_detail or page.get_legal_form_display()
    yield _("Where"), ", ".join(filter(None, [page.place, str(page.country.name or "")]))
    if page.latitude is not None and page.longitude is not None:
        yield _("Position on the map"), f"{page.latitude:.5f}, {page.longitude:.5f}"
    years = f"{page.start_year}–{page.end_year}" if page.end_year else str(page.start_year or "")
    yield _("Since"), " ".join(filter(None, [years, page.start_note]))
    yield _("Status"), " ".join(filter(None, [page.get_status_display(), page.status_note]))
    yield _("For whom"), "\n".join(str(block.value) for block in page.beneficiaries)
    kinds = dict(PartnerKind.choices)
    partners = [f"{block.value['name']}, {kinds.get(block.value['kind'], '')}" for block in page.partners]
    yield _("With whom"), "\n".join(partners)
    yield _("Sectors"), ", ".join(str(label) for _code, label in page.sector_labels)
    yield (
        _("Sustainable Development Goals"),
        ", ".join(f"{number}. {label}" for number, label in page.sdg_labels),
    )
    yield _("Website"), page.website


def _figures(page: ProjectPage) -> Iterator[Line]:
    for figure in page.figures.all():
        facts = [figure.get_kind_display(), str(figure.year or _("undated"))]
        source = " ".join(filter(None, [figure.source_title, figure.source_url]))
        yield "", f"{figure.value} {figure.label}\n{', '.join(facts)}. {source}".strip()


def _criteria(page: ProjectPage) -> Iterator[tuple[str, str, list[Line]]]:
    for found in page.badges:
        evidence = [f"{block.value['title']} – {block.value['url']}" for block in found.evidence]
        lines = [
            (_("Finding"), found.get_finding_display()),
            (_("Reason"), found.reason),
            (_("Evidence"), "\n".join(evidence)),
        ]
        yield f"criterion-{found.criterion.code}", found.criterion.title, lines


def _pictures(page: ProjectPage) -> list[tuple[Any, str]]:
    """(picture, what the page says that it shows), in the order of the page. Two queries."""
    values = [kept["value"] for kept in page.body.raw_data if kept["type"] == "image"]
    found = [(page.listing_image_id, page.image_alt)]
    found += [(value["image"], value.get("alt_text", "")) for value in values]
    kept = get_image_model().objects.prefetch_renditions(SMALL).in_bulk({key for key, _alt in found if key})
    return [(kept[key], alt) for key, alt in found if key in kept]


@dataclass(frozen=True)
class Check:
    """Where the project's check of its draft page stands."""

    application: Application
    parts: list[Part]

    @property
    def remarks(self) -> list[Part]:
        """The parts with a remark on the words as they are now."""
        return [part for part in self.parts if part.is_answered and part.remark]

    @property
    def answered(self) -> list[Part]:
        return [part for part in self.parts if part.is_answered]

    @property
    def waiting(self) -> list[Part]:
        """The parts that nobody has looked at as they are now."""
        return [part for part in self.parts if not part.is_answered]

    @property
    def is_approved(self) -> bool:
        """Whether the project has approved the page, and it still says the same."""
        return bool(self.application.approved_at) and not self.waiting


def check_of(application: Application) -> Check | None:
    """None for a file without a page."""
    page = _written(application)
    return Check(application, parts_of(application, page)) if page else None


def waits_for_the_project(page_key: UUID, page: ProjectPage | None = None) -> Application | None:
    """The accepted file of a page (`translation_key`: in any language) that the project has not approved as
    it is; None where nothing stands against publishing it. With `page`, neither as it is nor as that has it:
    the words of an older draft.
    """
    accepted = Application.objects.filter(state=State.ACCEPTED, page__translation_key=page_key)
    application = accepted.select_related("page").first()
    if application is None:
        return None
    check = check_of(application)
    if check and check.is_approved and page and page.pk == application.page_id:
        check = Check(application, parts_of(application, page))
    return None if check is None or check.is_approved else application
