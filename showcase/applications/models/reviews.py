"""What jurors make of a file: a declaration first, then scores that stay sealed until they are sent."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from showcase.applications.models.files import WITH_THE_JURY, Application
from showcase.applications.record import NeverRewritten
from showcase.models.assessments import Finding

# From the least to the most: how far apart two findings are, and which stands in the middle.
FINDINGS = [Finding.NOT_DEMONSTRATED, Finding.PARTLY, Finding.DEMONSTRATED]


# Reviews that no conflict of interest ended; those of files that the jury has whose scores are to come.
STANDING = Q(conflict=None) | Q(conflict=False)
TO_SCORE = STANDING & Q(sent_at=None, round=F("application__round"), application__state__in=[*WITH_THE_JURY])


class ReviewQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(STANDING)

    def waiting(self) -> Self:
        return self.filter(TO_SCORE)


class Review(models.Model):
    """One juror's reading of a file in one round. `conflict` is None until the juror has declared."""

    objects = ReviewQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    juror = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("juror"), on_delete=models.PROTECT, related_name="reviews"
    )
    round = models.PositiveSmallIntegerField(default=1)
    assigned_at = models.DateTimeField(_("assigned"), default=timezone.now)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    conflict = models.BooleanField(_("conflict of interest"), null=True)
    conflict_note = models.TextField(_("what links you to the project"), max_length=1000, blank=True)
    declared_at = models.DateTimeField(null=True)
    comment = models.TextField(_("the file as a whole"), max_length=5000, blank=True)
    sent_at = models.DateTimeField(_("scores sent"), null=True)

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "juror"], name="one_review_per_juror_and_round"
            )
        ]
        indexes = [models.Index(fields=["juror", "sent_at"], name="review_load")]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.application}: {self.juror}"

    @property
    def is_open(self) -> bool:
        """Whether the juror may read and score."""
        return self.conflict is False


class Score(models.Model):
    """What one juror finds for one criterion of the grid, with the comment that says why."""

    wagtail_reference_index_ignore = True

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.SlugField(max_length=30)
    finding = models.CharField(_("finding"), max_length=20, choices=Finding.choices, blank=True)
    comment = models.TextField(_("why"), max_length=3000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_per_criterion")
        ]
        verbose_name = _("score")
        verbose_name_plural = _("scores")

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_finding_display()}"


class Remark(NeverRewritten):
    """What jurors say to each other once their scores are sent. `criterion` is empty for the whole file."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="remarks")
    token = models.UUIDField(unique=True)
    round = models.PositiveSmallIntegerField(default=1)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    criterion = models.SlugField(max_length=30, blank=True)
    text = models.TextField(max_length=5000)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("remark between jurors")
        verbose_name_plural = _("remarks between jurors")

    def __str__(self) -> str:
        return self.text[:60]
