"""Numbers: figures with their year and source, tables, charts drawn by the server."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    FloatBlock,
    IntegerBlock,
    ListBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from home.blocks.links import SourcesBlock


class FigureNature(models.TextChoices):
    """How a number came about; a target is never shown as a result."""

    MEASURED = "measured", _("measured")
    ESTIMATE = "estimate", _("estimate")
    TARGET = "target", _("target")


class FigureItemBlock(StructBlock):
    value = CharBlock(label=_("Number"), max_length=40, help_text=_("With its unit: 2,6 millions, 14 %."))
    label = TextBlock(label=_("What is counted"))
    year = IntegerBlock(
        label=_("Year"),
        required=False,
        min_value=1800,
        max_value=2100,
        help_text=_("Where this is empty, the page says that the figure is undated."),
    )
    nature = ChoiceBlock(label=_("Nature"), choices=FigureNature.choices, default="measured")
    sources = SourcesBlock(min_num=1)

    class Meta:
        icon = "order"
        label = _("Figure")
        template = "blocks/figure.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["is_target"] = value["nature"] == FigureNature.TARGET
        context["nature_label"] = FigureNature(value["nature"]).label if value["nature"] else ""
        return context


class FiguresBlock(StructBlock):
    """Numbers that tell something, each with its year and its source."""

    title = CharBlock(label=_("Title"), required=False, default="", max_length=120)
    items = ListBlock(FigureItemBlock(), label=_("Figures"), min_num=1)

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("Numbers with their year, their nature and their source.")
        template = "blocks/figures.html"
        preview_value = {
            "title": _("The SSE in France"),
            "items": [
                {"value": _("2.6 million"), "label": _("jobs"), "year": 2022, "nature": "measured"},
            ],
        }


class TableRowBlock(StructBlock):
    cells = ListBlock(TextBlock(label=_("Cell"), required=False, default=""), label=_("Cells"))

    class Meta:
        icon = "horizontalrule"
        label = _("Row")


class TableBlock(StructBlock):
    """A plain data table; the first column names the lines."""

    caption = CharBlock(label=_("Caption"), max_length=200)
    headings = ListBlock(CharBlock(label=_("Column heading"), max_length=80), label=_("Columns"), min_num=2)
    rows = ListBlock(TableRowBlock(), label=_("Rows"), min_num=1)
    sources = SourcesBlock()

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A data table with a caption; its first column names the lines.")
        template = "blocks/table.html"
        preview_value = {
            "caption": _("Forms of the SSE"),
            "headings": [_("Form"), _("Principle")],
            "rows": [{"cells": ["Scop", _("The workers decide")]}],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        width = len(value["headings"])
        if any(len(row["cells"]) != width for row in value["rows"]):
            raise StructBlockValidationError(
                non_block_errors=[
                    ValidationError(_("Give every line %(count)d cells, one per column.") % {"count": width})
                ]
            )
        return value


class BarBlock(StructBlock):
    label = CharBlock(label=_("Name"), max_length=80)
    value = FloatBlock(label=_("Value"), min_value=0)

    class Meta:
        icon = "minus"
        label = _("Bar")


class ChartBlock(StructBlock):
    """Bars drawn on the server, with the same numbers as a table for whoever cannot see them."""

    caption = CharBlock(label=_("Caption"), max_length=200)
    unit = CharBlock(label=_("Unit"), max_length=40)
    year = IntegerBlock(label=_("Year"), required=False, min_value=1800, max_value=2100)
    bars = ListBlock(BarBlock(), label=_("Bars"), min_num=2, max_num=20)
    sources = SourcesBlock(min_num=1)

    class Meta:
        icon = "glasses"
        label = _("Chart")
        description = _("A bar chart with its numbers, its year and its source.")
        template = "blocks/chart.html"
        preview_value = {
            "caption": _("SSE jobs by family"),
            "unit": "%",
            "year": 2022,
            "bars": [
                {"label": _("Associations"), "value": 79},
                {"label": _("Cooperatives"), "value": 12},
            ],
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        top = max((bar["value"] or 0 for bar in value["bars"]), default=0) or 1
        # "62 % of…" in French, "62% of…" in English.
        percent = value["unit"].startswith("%")
        context["gap"] = (
            "\N{NARROW NO-BREAK SPACE}" if not percent or (get_language() or "").startswith("fr") else ""
        )
        # Length in hundredths of the widest bar, which is all the drawing needs.
        context["bars"] = [
            {
                "label": bar["label"],
                "value": bar["value"],
                "length": round(100 * (bar["value"] or 0) / top, 1),
            }
            for bar in value["bars"]
        ]
        return context
