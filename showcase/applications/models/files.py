"""The file of a project that applies: who writes it, what it says, and where it stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from showcase.applications.record import NeverRewritten


class State(models.TextChoices):
    """Where a file stands, in the words that the applicant reads. `showcase.applications.steps` moves it."""

    DRAFT = "draft", pgettext_lazy("application", "being written")
    RECEIVED = "received", pgettext_lazy("application", "received")
    READING = "reading", pgettext_lazy("application", "being read")
    QUESTIONS = "questions", pgettext_lazy("application", "questions to the project")
    ACCEPTED = "accepted", pgettext_lazy("application", "accepted")
    REFUSED = "refused", pgettext_lazy("application", "not accepted")
    PUBLISHED = "published", pgettext_lazy("application", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


# The jury has it, in one way or another.
WITH_THE_JURY = (State.RECEIVED, State.READING, State.QUESTIONS)
# The applicant may write in it.
OPEN_TO_WRITE = (State.DRAFT, State.QUESTIONS)


class Application(models.Model):
    """One project's file. Its public address holds `key`; `round` is 1, or 2 once there is an appeal."""

    wagtail_reference_index_ignore = True

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # The name that the project has in its first section, for lists.
    title = models.CharField(_("project"), max_length=255, blank=True)
    grid = models.ForeignKey(
        "showcase.CriteriaGrid", verbose_name=_("grid"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    touched_at = models.DateTimeField(_("last change"), default=timezone.now)
    submitted_at = models.DateTimeField(_("received"), null=True, blank=True)
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # When the project found every part of its draft page right, as it still is.
    approved_at = models.DateTimeField(_("page approved"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    # The refused file that this one was filled with.
    grown_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="grown")
    page = models.OneToOneField(
        "showcase.ProjectPage", null=True, on_delete=models.SET_NULL, related_name="application"
    )

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="application_queue"),
            models.Index(fields=["state", "touched_at"], name="application_ageing"),
        ]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return self.title or str(_("a project without a name yet"))

    @property
    def is_open(self) -> bool:
        """Whether the applicant may write in it."""
        return self.state in OPEN_TO_WRITE

    @property
    def has_lost_its_page(self) -> bool:
        """Whether it is one of HAVING_LOST_THEIR_PAGE."""
        page = self.page
        has_one = page and (page.live or page.locale.language_code == self.language)
        return self.state == State.ACCEPTED and not has_one


# Accepted files whose draft page was deleted; what stays of it, if anything, is the draft of a translation.
HAVING_LOST_THEIR_PAGE = (
    Q(state=State.ACCEPTED) & ~Q(page__live=True) & ~Q(page__locale__language_code=F("language"))
)


class Person(models.Model):
    """Somebody who may open a file, known by an e-mail address alone."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="people")
    email = models.EmailField(_("e-mail address"), help_text=_("In lower case."))
    invited_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "email"], name="one_person_per_file")]
        indexes = [models.Index(fields=["email"], name="person_email")]
        verbose_name = _("person on a file")
        verbose_name_plural = _("people on files")

    def __str__(self) -> str:
        return self.email


class Section(models.Model):
    """What was typed in one section: {name of the field: [what was typed, as text]}, right or wrong.

    `version` grows with each saving, so that two people at once are told (`showcase.applications.sections`).
    """

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    code = models.SlugField(max_length=40)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="one_section_per_code")]
        verbose_name = _("section of a file")
        verbose_name_plural = _("sections of files")

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Snapshot(NeverRewritten):
    """The whole file as it was sent: {code of the section: its data}. What the jury reads, and compares."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField(default=timezone.now)
    sections = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_snapshot_per_number")
        ]
        verbose_name = _("file as sent")
        verbose_name_plural = _("files as sent")

    def __str__(self) -> str:
        return f"#{self.number}"
