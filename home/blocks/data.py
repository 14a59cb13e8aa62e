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
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from home.blocks.items import ItemsBlock
from home.blocks.links import SourcesBlock


class FigureNature(models.TextChoices):
    """How a number came about; a target is never shown as a result."""

    MEASURED = "measured", _("measured")
    ESTIMATE = "estimate", _("estimate")
    TARGET = "target", _("target")


class FigureItemBlock(StructBlock):
    value = CharBlock(label=_("Number"), max_length=40, help_text=_("With its unit: 2.6 million, 14%."))
    label = TextBlock(label=_("What is counted"), help_text=_("What the number counts, where and for whom."))
    year = IntegerBlock(
        label=_("Year"),
        required=False,
        min_value=1800,
        max_value=2100,
        help_text=_("Where this is empty, the page says that the figure is undated."),
    )
    nature = ChoiceBlock(
        label=_("Nature"),
        choices=FigureNature.choices,
        default="measured",
        help_text=_("A target is shown as a target, never as a result."),
    )
    sources = SourcesBlock(
        min_num=1, help_text=_("At least one: a number is not published without its source.")
    )

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

    title = CharBlock(
        label=_("Title"),
        required=False,
        default="",
        max_length=120,
        help_text=_("Optional. A few words that say what this block is about."),
    )
    items = ItemsBlock(
        FigureItemBlock(),
        label=_("Figures"),
        min_num=1,
        help_text=_("Two to four are enough; the most telling first."),
    )

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
    cells = ItemsBlock(
        TextBlock(label=_("Cell"), required=False, default=""),
        label=_("Cells"),
        help_text=_("One cell per column, in their order; the first names the line."),
    )

    class Meta:
        icon = "horizontalrule"
        label = _("Row")


class TableBlock(StructBlock):
    """A plain data table; the first column names the lines."""

    caption = CharBlock(
        label=_("Caption"),
        max_length=200,
        help_text=_("What the table shows, in one line: it is read before the table."),
    )
    headings = ItemsBlock(
        CharBlock(label=_("Column heading"), max_length=80),
        label=_("Columns"),
        min_num=2,
        help_text=_("What each column holds, in a few words. At least two columns."),
    )
    rows = ItemsBlock(
        TableRowBlock(),
        label=_("Rows"),
        min_num=1,
        help_text=_("As many lines as needed, each with one cell per column."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

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
    label = CharBlock(label=_("Name"), max_length=80, help_text=_("What the bar stands for."))
    value = FloatBlock(
        label=_("Value"), min_value=0, help_text=_("A plain number, in the unit of the chart.")
    )

    class Meta:
        icon = "minus"
        label = _("Bar")


class ChartBlock(StructBlock):
    """Bars drawn on the server, with the same numbers as a table for whoever cannot see them."""

    caption = CharBlock(
        label=_("Caption"), max_length=200, help_text=_("What the bars compare, in one line.")
    )
    unit = CharBlock(
        label=_("Unit"),
        max_length=40,
        help_text=_("%, jobs, million euros: what the numbers are counted in."),
    )
    year = IntegerBlock(
        label=_("Year"),
        required=False,
        min_value=1800,
        max_value=2100,
        help_text=_("The year that the numbers describe. Where this is empty, the content checker says so."),
    )
    bars = ItemsBlock(
        BarBlock(),
        label=_("Bars"),
        min_num=2,
        max_num=20,
        help_text=_("Two to twenty. Put them in the order in which they are to be read."),
    )
    sources = SourcesBlock(
        min_num=1, help_text=_("At least one: a number is not published without its source.")
    )

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
