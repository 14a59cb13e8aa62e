"""The record of findings: one row for each change that readers saw, never written again."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What came of a reader's question, once the editors had examined it."""

    UPHELD = "upheld", _("finding upheld")
    CHANGED = "changed", _("finding changed")
    CORRECTED = "corrected", _("mistake corrected")
    DECLINED = "declined", _("not taken up")


class EventQuerySet(models.QuerySet["AssessmentEvent"]):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError("The record is never rewritten.")

    def delete(self) -> NoReturn:
        raise TypeError("The record is never rewritten.")


class AssessmentEvent(models.Model):
    """A finding made, changed or withdrawn, or the outcome of a reader's question (then with `outcome`).

    It knows its project by what all its translations share, and its criterion by its code, so that neither
    another language nor another version of the grid loses it. The `from_…` fields of a first finding are
    empty, and so are the `to_…` fields of one that was withdrawn. What follows from dates alone (a badge that
    expires) is worked out, never stored.
    """

    # The short title of its criterion, in the language of who reads (`showcase.history.reading`).
    title: str

    project = models.UUIDField(db_index=True)
    criterion = models.SlugField(max_length=30, blank=True)
    day = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    from_finding = models.CharField(max_length=20, blank=True)
    to_finding = models.CharField(max_length=20, blank=True)
    from_assessor = models.CharField(max_length=10, blank=True)
    to_assessor = models.CharField(max_length=10, blank=True)
    from_grid = models.PositiveSmallIntegerField(null=True)
    to_grid = models.PositiveSmallIntegerField(null=True)
    from_review_by = models.DateField(null=True)
    to_review_by = models.DateField(null=True)
    note_fr = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("event in the history of a badge")
        verbose_name_plural = _("events in the history of badges")

    def __str__(self) -> str:
        return f"{self.day} {self.criterion} {self.outcome or self.to_finding}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The record is never rewritten.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The record is never rewritten.")

    @property
    def note(self) -> str:
        """What the editors say of it, in the reader's language."""
        return getattr(self, f"note_{(get_language() or settings.LANGUAGE_CODE)[:2]}", "")
