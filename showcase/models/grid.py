"""The grid: which criteria a project is read with. One record feeds every place that names a criterion."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home import providers
from home.blocks.text import FEATURES


class CriteriaGrid(models.Model):
    """A version of the grid. A new one never rewrites what was found with an older one."""

    version = models.PositiveSmallIntegerField(
        _("version"),
        unique=True,
        help_text=_("The next whole number. Findings keep the version that they were made with."),
    )
    published_on = models.DateField(
        _("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty while the grid is being written. The latest date not in the future is in force."),
    )

    panels = [FieldRowPanel(["version", "published_on"])]

    class Meta:
        ordering = ["-version"]
        verbose_name = _("criteria grid")
        verbose_name_plural = _("criteria grids")

    def __str__(self) -> str:
        return str(_("Grid, version %(version)d")) % {"version": self.version}


class Glyph(models.TextChoices):
    """The drawings that stand for criteria in the badges (`static/img/badges.svg`)."""

    NEED = "need", _("entry gate")
    NOVELTY = "novelty", _("a seed opening")
    RISK = "risk", _("a step over a gap")
    POLICY = "policy", _("a column")
    PARTNERSHIP = "partnership", _("two links")
    PARTICIPATION = "participation", _("a ring of dots")


class CriterionManager(models.Manager["Criterion"]):
    def of_grid_in_force(self) -> "models.QuerySet[Criterion]":
        """The criteria of the grid in force today, in every language."""
        grid = (
            CriteriaGrid.objects.filter(published_on__lte=datetime.date.today())
            .order_by("-published_on", "-version")
            .values("pk")[:1]
        )
        return self.filter(grid__in=grid)

    def in_force(self) -> "models.QuerySet[Criterion]":
        """The criteria of the grid in force today, in the active language, the entry gate first."""
        return (
            self.of_grid_in_force()
            .filter(locale__language_code=(get_language() or "fr")[:2])
            .select_related("grid")
            .annotate(shows_machine=providers.machine_written())
            .order_by("-is_gate", "sort_order")
        )


class Criterion(TranslatableMixin, models.Model):
    """One question put to every project."""

    grid = models.ForeignKey(
        CriteriaGrid,
        verbose_name=_("grid"),
        on_delete=models.PROTECT,
        related_name="criteria",
        help_text=_("The version of the grid that this criterion belongs to."),
    )
    code = models.SlugField(_("code"), max_length=30, help_text=_("The same in every language, and lasting."))
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Its place in the grid: the smallest comes first.")
    )
    is_gate = models.BooleanField(
        _("entry gate"),
        default=False,
        help_text=_("A condition to enter the showcase; it gives no badge."),
    )
    glyph = models.CharField(
        _("drawing"), max_length=20, choices=Glyph.choices, help_text=_("In the arch of the badge.")
    )
    title = models.CharField(
        _("title"), max_length=160, help_text=_("The criterion in one sentence, as a reader meets it.")
    )
    short_title = models.CharField(_("short title"), max_length=40, help_text=_("Under the badge."))
    meaning = RichTextField(
        _("meaning"), features=FEATURES, help_text=_("What it asks for, in plain words, with an example.")
    )
    questions = models.TextField(_("questions to ask"), help_text=_("One per line."))
    good_evidence = models.TextField(_("good evidence"), blank=True, help_text=_("One per line."))
    weak_evidence = models.TextField(_("weak evidence"), blank=True, help_text=_("One per line."))
    misunderstanding = models.TextField(
        _("common misunderstanding"),
        blank=True,
        help_text=_("What people often believe it means, and why it does not."),
    )

    objects = CriterionManager()

    panels = [
        MultiFieldPanel(
            [FieldRowPanel(["grid", "code"]), FieldRowPanel(["sort_order", "glyph"]), "is_gate"],
            heading=_("Place in the grid"),
        ),
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("meaning"),
        FieldPanel("questions"),
        MultiFieldPanel(["good_evidence", "weak_evidence", "misunderstanding"], heading=_("Evidence")),
    ]
    override_translatable_fields = [
        SynchronizedField("grid", overridable=False),
        SynchronizedField("code", overridable=False),
        SynchronizedField("sort_order"),
        SynchronizedField("is_gate"),
        SynchronizedField("glyph"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["grid", "-is_gate", "sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "code", "locale"], name="one_criterion_per_grid_and_language"
            )
        ]
        # Saving is publishing: there is no draft of a criterion. Translators may prepare, not publish.
        permissions = [("publish_criterion", "Can publish criterion")]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self) -> str:
        return f"{self.short_title} (v{self.grid.version})"

    def clean(self) -> None:
        super().clean()
        published = Criterion.objects.filter(pk=self.pk, grid__published_on__isnull=False)
        if published.exclude(code=self.code).exists():
            raise ValidationError(
                {"code": _("The grid is published: what was said and found under this code would be lost.")}
            )

    @cached_property
    def question_list(self) -> list[str]:
        return _lines(self.questions)

    @cached_property
    def good_evidence_list(self) -> list[str]:
        return _lines(self.good_evidence)

    @cached_property
    def weak_evidence_list(self) -> list[str]:
        return _lines(self.weak_evidence)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
