"""One panel for each kind of work. A panel that has nothing to say is not shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from studio.quality import health
from studio.quality.report import detail_of, name_of, title_of
from studio.translation import board
from studio.translation.report import count_links

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One thing to do: `address` leads to where it is done; `when` is a date or a moment."""

    title: str
    address: str
    detail: str
    when: Any
    language: str = ""
    live_address: str = ""


class WorkPanel(Component):
    """`counts` are {count, label, url, state} of each kind of work; `lines` the first things to do."""

    template_name = "studio/dashboard/panel.html"
    name = all_url_name = ""
    heading: "StrOrPromise" = ""
    all_label: "StrOrPromise" = ""
    order = 0
    media = Media(css={"all": ["css/admin/studio.css"]})

    def __init__(self, request: HttpRequest):
        self.request = request
        self.user = request.user

    def counts(self) -> list[dict]:
        return []

    def lines(self) -> list[Line]:
        return []

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        lines = self.lines()
        return {
            "panel": self,
            "counts": self.counts() if lines else [],
            "lines": lines,
            "all_url": reverse(self.all_url_name) if self.all_url_name else "",
        }


class TranslationsPanel(WorkPanel):
    """What waited longest first, straight to the sentence."""

    name = "translations"
    heading = _("To translate")
    all_label = _("The translation board")
    all_url_name = "studio_translation:board"
    order = 120

    def counts(self):
        return [entry for entry in count_links(self.user) if entry["to_do"]]

    def lines(self):
        rows = board.board_rows(self.user).filter(state__in=board.TO_DO).order_by("since", "title", "pk")
        return [
            Line(
                title=row.title,
                address=row.address_for(self.user),
                detail=row.state_in_words,
                when=row.since,
                language=row.target_locale.language_code,
            )
            for row in rows.select_related("target_locale")[:SHOWN]
        ]


class HealthPanel(WorkPanel):
    """Pages to check: the problems that have been there for longest."""

    name = "health"
    heading = _("Pages to check")
    all_label = _("Content health")
    all_url_name = "content_health"
    order = 130

    def counts(self):
        return health.count_links(self.user)

    def lines(self):
        problems = health.visible_to(self.user).select_related("page__locale", "source", "frame", "link")
        return [
            Line(
                title=title_of(problem),
                address=problem.place_url,
                detail=" – ".join(part for part in (name_of(problem), detail_of(problem)) if part),
                when=problem.since,
                language=problem.page.locale.language_code if problem.page else "",
            )
            for problem in problems.order_by("since", "pk")[:SHOWN]
        ]


class LastPublishedPanel(WorkPanel):
    """What has just changed in public, to be read as a reader does, and mended where something is wrong."""

    name = "last-published"
    heading = _("Published lately")
    order = 400

    def lines(self):
        pages = page_permission_policy.instances_user_has_any_permission_for(
            self.user, {"add", "change", "publish"}
        )
        published = pages.live().exclude(last_published_at=None)
        return [
            Line(
                title=page.get_admin_display_title(),
                address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                detail=_publisher(page),
                when=page.last_published_at,
                language=page.locale.language_code,
                live_address=page.get_full_url(self.request) or "",
            )
            for page in published.select_related("locale", "live_revision__user").order_by(
                "-last_published_at", "-pk"
            )[:SHOWN]
        ]


def _publisher(page: Page) -> str:
    person = page.live_revision.user if page.live_revision else None
    return (person.get_full_name() or person.get_username()) if person else ""
