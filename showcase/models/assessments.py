"""What was found of a project for one criterion, by whom, from what, and until when it holds."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from showcase.badges import Badge, badge_for
from showcase.blocks import EvidenceBlock

if TYPE_CHECKING:
    from showcase.history.reading import Line


class Finding(models.TextChoices):
    """What the evidence shows. The last one speaks of what was found, not of the project."""

    DEMONSTRATED = "demonstrated", _("demonstrated")
    PARTLY = "partly", _("partly demonstrated")
    NOT_DEMONSTRATED = "not_demonstrated", _("not demonstrated")


class Assessor(models.TextChoices):
    SELF = "self", _("the project itself")
    EDITORS = "editors", _("the editors, from public sources")
    JURY = "jury", _("the jury")


class CriterionAssessment(TranslatableMixin, Orderable):
    """One finding, with its reason and its evidence."""

    # What happened to it, once `showcase.history` has told.
    history: "list[Line]"

    page = ParentalKey("showcase.ProjectPage", on_delete=models.CASCADE, related_name="assessments")
    criterion = models.ForeignKey(
        "showcase.Criterion",
        verbose_name=_("criterion"),
        on_delete=models.PROTECT,
        related_name="assessments",
        help_text=_("One finding per criterion of the grid in force."),
    )
    finding = models.CharField(
        _("finding"),
        max_length=20,
        choices=Finding.choices,
        help_text=_(
            "What the evidence shows. “Not demonstrated” speaks of what was found, not of the project."
        ),
    )
    reason = models.TextField(
        _("reason"), help_text=_("One to three sentences a reader can check against the evidence.")
    )
    evidence = StreamField(
        [("evidence", EvidenceBlock())],
        verbose_name=_("evidence"),
        blank=True,
        help_text=_("Public documents that a reader can open, the strongest first."),
    )
    assessor = models.CharField(
        _("assessed by"),
        max_length=10,
        choices=Assessor.choices,
        default=Assessor.EDITORS,
        help_text=_("Decides whether the badge is declared, documented or verified."),
    )
    assessed_on = models.DateField(
        _("assessed on"), default=datetime.date.today, help_text=_("The day on which the evidence was read.")
    )
    review_by = models.DateField(
        _("holds until"),
        null=True,
        blank=True,
        help_text=_("After this day the badge shows as expired."),
    )

    panels = [
        FieldRowPanel(["criterion", "finding"]),
        FieldPanel("reason"),
        FieldPanel("evidence"),
        FieldRowPanel(["assessor", "assessed_on", "review_by"]),
    ]
    override_translatable_fields = [
        SynchronizedField("sort_order", overridable=False),
        SynchronizedField("finding", overridable=False),
        SynchronizedField("assessor", overridable=False),
        SynchronizedField("assessed_on", overridable=False),
        SynchronizedField("review_by", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "criterion"], name="one_assessment_per_criterion")
        ]
        indexes = [
            # All that badges are counted from, without reading reasons and evidence.
            models.Index(
                fields=["page", "criterion", "finding", "assessor", "review_by"], name="assessment_states"
            )
        ]
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_finding_display()}"

    @cached_property
    def badge(self) -> Badge:
        """What the badge shows today."""
        return badge_for(self.finding, self.assessor, self.review_by, today=datetime.date.today())

    @property
    def words_without_evidence(self) -> str:
        """What is said where no evidence is listed: a project may have given its documents to the jury alone,
        and then nobody has searched in vain.
        """
        if self.assessor == Assessor.JURY:
            return str(_("No public document: the jury judged from the project’s file."))
        if self.assessor == Assessor.SELF:
            return str(_("The project lists no public document."))
        return str(_("No evidence found in the sources consulted."))


def latest_of_each(found: Iterable[CriterionAssessment]) -> list[CriterionAssessment]:
    """The findings in the order of the grid; of a criterion that two versions of the grid put, the later one.

    `criterion.grid` should be loaded.
    """
    latest: dict[str, CriterionAssessment] = {}
    for assessment in sorted(found, key=lambda assessment: assessment.criterion.grid.version):
        latest[assessment.criterion.code] = assessment
    return sorted(latest.values(), key=lambda assessment: assessment.criterion.sort_order)
