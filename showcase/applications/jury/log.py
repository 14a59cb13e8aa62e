"""The log of a file as a list: who did what, and when."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from showcase.applications.jury.opening import OnFile, name_of
from showcase.applications.jury.reading import Reading
from showcase.applications.models import Event, EventKind
from showcase.applications.sections.plan import CRITERION

# What tells of scores, of what is said about them, or of who judges.
SEALED = (
    EventKind.ASSIGNED,
    EventKind.UNASSIGNED,
    EventKind.NO_CONFLICT,
    EventKind.REVIEWED,
    EventKind.REMARKED,
    EventKind.DECISION_WRITTEN,
)
# What a juror tells the lead alone.
FOR_THE_LEAD = (EventKind.CONFLICT,)
GIVEN = (EventKind.ASSIGNED, EventKind.UNASSIGNED)


def visible_events(reading: Reading) -> QuerySet[Event]:
    """The lines that this person may read: the lead all of them, unless the file is theirs to score; a juror
    what is not sealed, and what they did themselves.
    """
    events = Event.objects.filter(application=reading.application)
    unsealed = reading.rounds()
    if reading.leads and unsealed:
        return events
    own = Q(user=reading.user) | Q(kind__in=GIVEN, detail__juror=reading.user.pk)
    opened = Q(kind__in=SEALED, round__in=unsealed)
    return events.filter(own | opened | ~Q(kind__in=[*SEALED, *FOR_THE_LEAD]))


class LogView(OnFile, BaseListingView):
    """Queries: the same number however long it is."""

    page_title = gettext_lazy("Log")
    header_icon = "history"
    default_ordering = ["-at", "-pk"]
    paginate_by = 50
    is_searchable = False

    def get_index_url(self) -> str:
        return reverse("jury:log", args=[self.application.pk])

    def get_index_results_url(self) -> str:
        return reverse("jury:log_results", args=[self.application.pk])

    def get_page_title(self) -> str:
        return _("Log: %(file)s") % {"file": self.file_title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.trail, {"url": "", "label": self.get_page_title()}]

    def get_base_queryset(self) -> QuerySet[Event]:
        return visible_events(self.reading).select_related("user", "person")

    @cached_property
    def _names(self) -> dict[int, str]:
        """{key of somebody who was given the file or taken off it: their name}."""
        given = Event.objects.filter(application=self.application, kind__in=GIVEN)
        keys = {detail["juror"] for detail in given.values_list("detail", flat=True)}
        return {person.pk: name_of(person) for person in get_user_model().objects.filter(pk__in=keys)}

    def who(self, event: Event) -> str:
        """A juror is not told the addresses of those who apply, nor who asks while that is sealed."""
        if event.user:
            is_told = event.kind != EventKind.ASKED or self.reading.may_name(event.user, event.round)
            return name_of(event.user) if is_told else _("The jury")
        if event.person:
            return event.person.email if self.reading.leads and not self.reading.own else _("The project")
        # The site, or somebody who is not there any more.
        return _("The site")

    def what(self, event: Event) -> str:
        words = event.get_kind_display()
        if about := self._about(event.detail):
            words = _("%(what)s: %(about)s") % {"what": words, "about": about}
        return f"{words[:1].upper()}{words[1:]}"

    def _about(self, detail: dict[str, Any]) -> str:
        """Whom or which part of the file an event is about, if any."""
        if "juror" in detail:
            return self._names.get(detail["juror"], "")
        code = detail.get("section") or detail.get("criterion") or ""
        titles = self.reading.said.titles if code else {}
        return str(titles.get(code) or titles.get(f"{CRITERION}{code}", ""))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=_("When"), accessor=when, sort_key="at"),
            Column("who", label=_("Who"), accessor=self.who),
            Column("what", label=_("What"), accessor=self.what),
        ]


def when(event: Event) -> str:
    return date_format(timezone.localtime(event.at), "DATETIME_FORMAT")
