"""What happened to a file, who did it and when: added to, never rewritten."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application, Person
from showcase.applications.record import NeverRewritten


class EventKind(models.TextChoices):
    STARTED = "started", _("file begun")
    INVITED = "invited", _("somebody invited")
    REMOVED = "removed", _("somebody removed")
    SUBMITTED = "submitted", _("file sent")
    ASSIGNED = "assigned", _("juror assigned")
    UNASSIGNED = "unassigned", _("juror taken off")
    NO_CONFLICT = "no_conflict", _("juror declared no conflict of interest")
    CONFLICT = "conflict", _("juror declared a conflict of interest")
    REVIEWED = "reviewed", _("scores sent")
    ASKED = "asked", _("question asked")
    ANSWERED = "answered", _("question answered")
    RESUMED = "resumed", _("reading resumed without an answer")
    REMARKED = "remarked", _("remark between jurors")
    DECISION_WRITTEN = "decision_written", _("decision written")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("not accepted")
    APPEALED = "appealed", _("appeal made")
    PAGE_MADE = "page_made", _("draft page made")
    APPROVED = "approved", _("page checked by the project")
    PUBLISHED = "published", _("page published")
    ASKED_AGAIN = "asked_again", _("asked whether it is still true")
    CHANGES_ASKED = "changes_asked", _("changes to the page asked for by the project")
    CONFIRMED = "confirmed", _("confirmed by the project")
    ENDED = "ended", _("project ended")
    APOLOGISED = "apologised", _("apology for the delay")
    WITHDRAWN = "withdrawn", _("withdrawn by the project")
    EXPORTED = "exported", _("data taken away by the project")


class Event(NeverRewritten):
    """One line of the log. `person` or `user` did it; neither of them, the site itself.

    `detail` holds codes, numbers and keys, never what somebody wrote.
    """

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "at"], name="event_delays")]
        verbose_name = _("event of a file")
        verbose_name_plural = _("events of files")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_kind_display()}"
