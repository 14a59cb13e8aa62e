"""On the first screen of the admin: the files that wait for whoever opens it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Window
from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from showcase.applications.jury.access import files_for, is_juror, may_lead
from showcase.applications.jury.assigning import counting
from showcase.applications.jury.identity import hides
from showcase.applications.jury.opening import title_of
from showcase.applications.models import Application, ApplicationRules, Review, State
from showcase.applications.models.files import HAVING_LOST_THEIR_PAGE, WITH_THE_JURY

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One file, and what it waits for since when."""

    application: Application
    title: str
    waits_for: str
    since: Any


@dataclass(frozen=True)
class Work:
    """Of the files that wait for one thing, those that have waited longest, and how many more there are."""

    waits_for: str
    lines: list[Line]
    more: int

    @classmethod
    def of(cls, waits_for: str, waiting: QuerySet, line: Callable[[Any], Line]) -> "Work":
        first = list(waiting.annotate(in_all=Window(Count("pk")))[:SHOWN])
        more = first[0].in_all - len(first) if first else 0
        return cls(waits_for, [line(each) for each in first], more)


class FilesThatWait(Component):
    """For a juror, those to declare on or to score; for the lead, those without jurors, those that lost one,
    those that all have read, and those that have lost their page. Where nothing waits, there is no panel.
    """

    name = "applications-wait"
    template_name = "applications/jury/panel.html"
    order = 115
    media = Media(css={"all": ["css/admin/studio.css"]})

    def __init__(self, request: HttpRequest):
        self.user: Any = request.user

    @cached_property
    def rules(self) -> ApplicationRules:
        return ApplicationRules.load()

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        own = [self._own()] if is_juror(self.user) else []
        works = own + (self._led() if may_lead(self.user) else [])
        return {
            "panel": self,
            "lines": [line for work in works for line in work.lines],
            "longer": [work for work in works if work.more],
        }

    def _own(self) -> Work:
        reviews = Review.objects.waiting().filter(juror=self.user)
        found = reviews.select_related("application").prefetch_related("application__reviews")

        def line(review: Review) -> Line:
            file, title = review.application, self._title(review.application)
            todo = _("to declare and read") if review.conflict is None else _("to score")
            return Line(file, title, todo, review.assigned_at)

        return Work.of(_("to read and score"), found.order_by("assigned_at", "pk"), line)

    def _led(self) -> list[Work]:
        present = {"application": OuterRef("pk"), "round": OuterRef("round")}
        asked = counting().filter(**present)
        unsent = Review.objects.standing().filter(**present, sent_at=None)
        files = files_for(self.user).exclude(reviews__in=self._own_reviews())
        alone = files.filter(~Exists(asked), state__in=WITH_THE_JURY)
        read = files.filter(Exists(asked), ~Exists(unsent), state=State.READING)
        left = files.filter(Exists(asked), Exists(unsent), Exists(self._gone()), state__in=WITH_THE_JURY)
        number = asked.order_by().values("application").annotate(number=Count("pk")).values("number")
        short = left.annotate(number=Subquery(number)).filter(number__lt=self.rules.jurors_per_file)
        bare = files.filter(HAVING_LOST_THEIR_PAGE)
        return [
            self._work(alone, _("to assign: nobody reads it")),
            self._work(short, _("to assign: it has lost a juror")),
            self._work(read, _("to decide: all scores are in")),
            self._work(bare, _("to mend: its draft page was deleted")),
        ]

    @staticmethod
    def _gone() -> QuerySet[Review]:
        """The reviews of the present round of an outer file that nobody will send: something links the juror
        to the project, or the juror has left.
        """
        reviews = Review.objects.filter(application=OuterRef("pk"), round=OuterRef("round"))
        return reviews.exclude(pk__in=counting().values("pk"))

    def _own_reviews(self) -> QuerySet[Review]:
        """Those are told as the juror’s, not as the lead’s."""
        return Review.objects.waiting().filter(juror=self.user)

    def _work(self, files: QuerySet[Application], words: str) -> Work:
        def line(file: Application) -> Line:
            return Line(file, self._title(file), words, file.state_since)

        return Work.of(words, files.prefetch_related("reviews").order_by("state_since", "pk"), line)

    def _title(self, file: Application) -> str:
        return title_of(file, hides=hides(self.user, file, file.reviews.all(), self.rules))
