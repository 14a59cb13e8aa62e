"""The answer to a file: an outcome, and reasons per criterion."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import Application, Person
from showcase.models.assessments import Finding

# How many characters an answer takes: what is said of the whole, and each text about a criterion.
LONGEST_TEXT = 3000
LONGEST_REASON = 2000


class Outcome(models.TextChoices):
    ACCEPT = "accept", _("accept")
    REFUSE = "refuse", _("do not accept")


class AnswerQuerySet(models.QuerySet):
    """Rows that change until their decision is approved. A file that is deleted takes them with it."""

    def must_not_be_approved(self) -> None:
        """Raises TypeError where one of them has been approved."""
        approved: dict[str, Any] = {self.model.APPROVED: False}  # type: ignore[attr-defined]
        if self.filter(**approved).exists():
            raise TypeError("An approved decision is never changed.")

    def update(self, **values: Any) -> int:
        self.must_not_be_approved()
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self.must_not_be_approved()
        return super().delete()


class UntilApproved(models.Model):
    """A row that can be changed until its decision is approved."""

    # The lookup that is false of what has been approved.
    APPROVED: ClassVar[str]

    objects = AnswerQuerySet.as_manager()

    class Meta:
        abstract = True

    def _must_not_be_approved(self) -> None:
        type(self)._default_manager.filter(pk=self.pk).must_not_be_approved()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._must_not_be_approved()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._must_not_be_approved()
        return super().delete(*args, **kwargs)


class Decision(UntilApproved):
    """One round's answer, being written until it is approved; after that it does not change."""

    APPROVED = "approved_at__isnull"
    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    opening = models.TextField(
        _("opening of the letter"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("In the applicant’s language."),
    )
    plan = models.TextField(
        _("what to do next"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("For a refusal: what would make a new application stronger, one step per line."),
    )
    begun_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["application", "round"], name="one_decision_per_round")
        ]
        # Whoever has this right leads the jury: assigns, decides, and approves the letter.
        permissions = [("lead_jury", _("Can assign jurors, decide and answer"))]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"


class Reason(UntilApproved):
    """What the answer says of one criterion."""

    APPROVED = "decision__approved_at__isnull"
    wagtail_reference_index_ignore = True

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reasons")
    criterion = models.SlugField(max_length=30)
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices, blank=True)
    convinced = models.TextField(_("what convinced"), max_length=LONGEST_REASON, blank=True)
    missing = models.TextField(_("what was missing"), max_length=LONGEST_REASON, blank=True)
    would_change = models.TextField(_("what evidence would change it"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "criterion"], name="one_reason_per_criterion")
        ]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_finding_display()}"


class Appeal(models.Model):
    """A project asks that other jurors read it. There is one at most."""

    wagtail_reference_index_ignore = True

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="appeal")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(_("why you appeal"), max_length=5000)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")

    def __str__(self) -> str:
        return self.text[:60]
