"""A project of the showcase."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home.blocks import StoryBlock
from home.blocks.links import PageReferenceBlock
from home.models import BasePage
from home.models.base import BasePageQuerySet
from showcase.addresses import HasAddresses
from showcase.blocks import PartnerBlock
from showcase.fields import ChoiceListField
from showcase.history.reading import add_histories
from showcase.models.assessments import CriterionAssessment, latest_of_each
from showcase.sheet.alike import alike
from showcase.sheet.figures import grouped
from showcase.vocabulary import SDG, LegalForm, Sector, Status

YEAR = [MinValueValidator(1800), MaxValueValidator(2100)]


class ProjectQuerySet(BasePageQuerySet):
    def for_cards(self):
        """With the picture and the badges, whatever the number of projects: three queries in all."""
        return (
            super()
            .for_cards()
            .prefetch_related(
                models.Prefetch(
                    "assessments",
                    CriterionAssessment.objects.select_related("criterion__grid").defer("evidence"),
                )
            )
        )


class ProjectPage(HasAddresses, BasePage):
    """One project: what it does, who, where, and what was found of it for each criterion."""

    template = "showcase/project_page.html"
    text_template = "components/blocks.html"
    parent_page_types = ["showcase.ShowcasePage"]
    subpage_types: list[str] = []

    organisation = models.CharField(
        _("organisation"),
        max_length=200,
        blank=True,
        help_text=_("Who carries the project, where it is not its own name."),
    )
    legal_form = models.CharField(
        _("legal form"),
        max_length=20,
        choices=LegalForm.choices,
        db_index=True,
        help_text=_("The nearest family; its exact words go in the next field."),
    )
    legal_form_detail = models.CharField(
        _("legal form in its own words"),
        max_length=200,
        blank=True,
        help_text=_("For example: community interest company."),
    )
    country = CountryField(_("country"), db_index=True, help_text=_("Where the project works, or began."))
    place = models.CharField(_("place"), max_length=160, blank=True, help_text=_("Town, district or region."))
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, north positive: 33.59670 for Casablanca."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, east positive: -7.61890 for Casablanca."),
    )
    start_year = models.PositiveSmallIntegerField(
        _("start year"),
        null=True,
        blank=True,
        validators=YEAR,
        help_text=_("The year of the first action, not of the idea."),
    )
    end_year = models.PositiveSmallIntegerField(
        _("end year"),
        null=True,
        blank=True,
        validators=YEAR,
        help_text=_("Only for a project that has ended."),
    )
    start_note = models.CharField(
        _("how it began"), max_length=300, blank=True, help_text=_("Optional. From what need, with whom.")
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        default=Status.ACTIVE,
        db_index=True,
        help_text=_("What is known today. A project that has ended stays in the showcase, marked as such."),
    )
    status_note = models.CharField(
        _("what the status rests on"),
        max_length=300,
        blank=True,
        help_text=_("The document and the date that tell the status."),
    )
    website = models.URLField(
        _("website"), max_length=300, blank=True, help_text=_("The project’s own site.")
    )
    sectors = ChoiceListField(
        _("sectors"), choices_class=Sector, help_text=_("One to three: readers sort the showcase by them.")
    )
    sdgs = ChoiceListField(
        _("Sustainable Development Goals"),
        choices_class=SDG,
        help_text=_("Only the goals that the project’s work serves directly."),
    )
    beneficiaries = StreamField(
        [("group", CharBlock(label=_("Group"), max_length=120))],
        verbose_name=_("for whom"),
        blank=True,
        help_text=_("The people concerned, in plain words."),
    )
    partners = StreamField(
        [("partner", PartnerBlock())],
        verbose_name=_("with whom"),
        blank=True,
        help_text=_("Those who take part, by name and kind."),
    )
    body = StreamField(
        StoryBlock(),
        verbose_name=_("story"),
        blank=True,
        help_text=_("The project’s story: the need, the answer, the people, what changed."),
    )
    caution = models.TextField(
        _("note to the reader"),
        blank=True,
        help_text=_("What to keep in mind when reading the figures."),
    )
    related = StreamField(
        [("concept", PageReferenceBlock("home.ConceptPage", label=_("Concept")))],
        verbose_name=_("concepts it illustrates"),
        blank=True,
        help_text=_("The concepts that this project helps to understand."),
    )

    objects = PageManager.from_queryset(ProjectQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        "body",
        InlinePanel("figures", heading=_("Figures"), label=_("Figure")),
        "caution",
        "related",
    ]
    facts_panels = [
        MultiFieldPanel(
            ["organisation", FieldRowPanel(["legal_form", "legal_form_detail"]), "website"],
            heading=_("Who"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["country", "place"]), FieldRowPanel(["latitude", "longitude"])],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["start_year", "end_year"]),
                "start_note",
                FieldRowPanel(["status", "status_note"]),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(["sectors", "sdgs"], heading=_("Subjects")),
        FieldPanel("beneficiaries"),
        FieldPanel("partners"),
    ]
    assessment_panels = [
        InlinePanel("assessments", heading=_("What was found"), label=_("Criterion")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Story")),
            ObjectList(facts_panels, heading=_("Facts")),
            ObjectList(assessment_panels, heading=_("Criteria")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
        ]
    )
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("organisation"),
        index.SearchField("place"),
        index.SearchField("body"),
        index.FilterField("country"),
        index.FilterField("status"),
        index.FilterField("legal_form"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("country"),
        SynchronizedField("related"),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self):
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both the latitude and the longitude, or neither.")})
        if self.start_year and self.end_year and self.end_year < self.start_year:
            raise ValidationError({"end_year": _("The end cannot be before the start.")})

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        found = list(self.assessments.select_related("criterion__grid"))
        # Known of the page that an address leads to, and of no draft.
        dead = getattr(self, "dead_links", None) or ()
        context["dead_links"] = {link["url"]: link["since"] for link in dead}
        context["assessments"] = latest_of_each(found)
        # What an older version of the grid had asked, and a later one has asked again.
        context["older_assessments"] = [item for item in found if item not in context["assessments"]]
        context["page_history"] = add_histories(
            self.translation_key, self.locale, context["assessments"], today=timezone.localdate()
        )
        context["figures"] = list(self.figures.all())
        context["figure_groups"] = grouped(context["figures"])
        context["concepts"] = context["references"].listed(block.value for block in self.related)
        return context

    def cards(self, request, context):
        context["alike"] = alike(self, context["references"])
        return [near.page for near in context["alike"]]

    @cached_property
    def badges(self) -> list[CriterionAssessment]:
        """The assessments that count, in the order of the grid; each knows its `badge`."""
        return latest_of_each(self.assessments.all())

    @property
    def sector_labels(self) -> list[tuple]:
        return self._meta.get_field("sectors").labels(self.sectors)

    @property
    def sdg_labels(self) -> list[tuple]:
        return self._meta.get_field("sdgs").labels(self.sdgs)


class FigureKind(models.TextChoices):
    """What a number of a project is; a target is never shown as a result."""

    TARGET = "target", _("target")
    OUTPUT = "output", _("output: what was done")
    OUTCOME = "outcome", _("outcome: what changed")
    MEANS = "means", _("means")
    COST = "cost", _("cost")
    CONTEXT = "context", _("context")
    REACH = "reach", _("reach: taken up elsewhere")


class ProjectFigure(TranslatableMixin, Orderable):
    """One number, with its year and where it comes from."""

    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="figures")
    value = models.CharField(_("number"), max_length=60, help_text=_("With its unit: 2.6 million, 14%."))
    label = models.CharField(
        _("what is counted"), max_length=250, help_text=_("What the number counts, where and for whom.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=FigureKind.choices,
        help_text=_("A target is shown as a target, never as a result."),
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=YEAR,
        help_text=_("Where this is empty, the page says that the figure is undated."),
    )
    source_title = models.CharField(
        _("source"), max_length=300, help_text=_("Publisher, title and date of the document.")
    )
    source_url = models.URLField(
        _("address of the source"),
        max_length=500,
        blank=True,
        help_text=_("The address at which the number can be read; empty where it is on paper alone."),
    )

    panels = [
        FieldRowPanel(["value", "label"]),
        FieldRowPanel(["kind", "year"]),
        FieldRowPanel(["source_title", "source_url"]),
    ]
    override_translatable_fields = [
        SynchronizedField("sort_order", overridable=False),
        SynchronizedField("year", overridable=False),
        SynchronizedField("kind", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"

    @property
    def is_target(self) -> bool:
        return self.kind == FigureKind.TARGET
