"""Blocks that explain: definitions, key points, timelines, comparisons."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from home.blocks.links import PageReferenceBlock, SourcesBlock
from home.blocks.text import FEATURES


class DefinitionBlock(StructBlock):
    """What a thing is, in somebody's words, with whose they are."""

    text = TextBlock(label=_("Definition"))
    attribution = CharBlock(label=_("Whose definition, and when"), max_length=200)
    quoted = BooleanBlock(
        label=_("Word for word"),
        required=False,
        help_text=_("Printed between quotation marks where ticked."),
    )
    sources = SourcesBlock()

    class Meta:
        icon = "help"
        label = _("Definition")
        description = _("A definition with its author, its year and its source.")
        template = "blocks/definition.html"
        preview_value = {
            "text": _("A new answer to a social need, found with the people concerned."),
            "attribution": "Passerelle, 2026",
            "quoted": False,
        }


class KeyPointBlock(StructBlock):
    title = CharBlock(label=_("Title"), max_length=100)
    text = TextBlock(label=_("Text"))
    link = PageReferenceBlock(label=_("Page to go on with"), required=False)
    link_label = CharBlock(label=_("Words of the link"), required=False, default="", max_length=100)

    class Meta:
        icon = "tick"
        label = _("Point")


class KeyPointsBlock(StructBlock):
    """A few points to keep, side by side."""

    title = CharBlock(label=_("Title"), max_length=120)
    points = ListBlock(KeyPointBlock(), label=_("Points"), min_num=2, max_num=8)

    class Meta:
        icon = "list-ol"
        label = _("Key points")
        description = _("Two to eight points a reader keeps, each with an example to go and see.")
        template = "blocks/key_points.html"
        preview_value = {
            "title": _("Social innovation in a few words"),
            "points": [
                {"title": _("Recombine"), "text": _("Bring together in another way what was already there.")},
                {"title": _("Cooperate"), "text": _("Decide with the people concerned.")},
            ],
        }


class ZoomBlock(StructBlock):
    """One thing looked at closely, beside the main text."""

    title = CharBlock(label=_("Title"), max_length=120)
    text = RichTextBlock(label=_("Text"), features=FEATURES)
    sources = SourcesBlock()

    class Meta:
        icon = "search"
        label = _("Zoom")
        description = _("A boxed close look at one example or one question.")
        template = "blocks/zoom.html"
        preview_value = {
            "title": _("A bench outside the clinic"),
            "text": _("Trained grandmothers treat depression there by talking."),
        }


class TimelineItemBlock(StructBlock):
    date = CharBlock(label=_("Date"), max_length=40)
    title = CharBlock(label=_("Title"), max_length=160)
    text = TextBlock(label=_("Text"), required=False, default="")
    sources = SourcesBlock()

    class Meta:
        icon = "date"
        label = _("Date")


class TimelineBlock(StructBlock):
    """Dated steps in order."""

    title = CharBlock(label=_("Title"), required=False, default="", max_length=120)
    items = ListBlock(TimelineItemBlock(), label=_("Dates"), min_num=2)

    class Meta:
        icon = "history"
        label = _("Timeline")
        description = _("Dated steps, each with its source.")
        template = "blocks/timeline.html"
        preview_value = {
            "title": _("Two dates"),
            "items": [
                {"date": "1986", "title": _("CRISES is founded in Quebec")},
                {"date": "2014", "title": _("French law defines social innovation")},
            ],
        }


class ComparisonRowBlock(StructBlock):
    label = CharBlock(label=_("What is compared"), max_length=100)
    cells = ListBlock(TextBlock(label=_("Answer")), label=_("Answers"), min_num=2, max_num=3)
    sources = SourcesBlock()

    class Meta:
        icon = "horizontalrule"
        label = _("Row")


class ComparisonBlock(StructBlock):
    """Two or three things side by side, point by point."""

    caption = CharBlock(label=_("Caption"), max_length=200)
    headings = ListBlock(
        CharBlock(label=_("Column heading"), max_length=60),
        label=_("Things compared"),
        min_num=2,
        max_num=3,
    )
    rows = ListBlock(ComparisonRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        icon = "table"
        label = _("Comparison")
        description = _("Two or three things side by side, each line with its source.")
        template = "blocks/comparison.html"
        preview_value = {
            "caption": _("CSR and SSE, point by point"),
            "headings": [_("CSR"), _("SSE")],
            "rows": [
                {
                    "label": _("Nature of it"),
                    "cells": [_("An approach within a company"), _("A way of doing business")],
                }
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        wrong = [row["label"] for row in value["rows"] if len(row["cells"]) != len(value["headings"])]
        if wrong:
            raise StructBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        _("Give each line one answer per thing compared. To mend: %(rows)s.")
                        % {"rows": ", ".join(wrong)}
                    )
                ]
            )
        return value


class InBriefBlock(StructBlock):
    """What to keep, in a few sentences."""

    title = CharBlock(label=_("Title"), max_length=80)
    points = ListBlock(TextBlock(label=_("Sentence")), label=_("Sentences"), min_num=1, max_num=6)

    class Meta:
        icon = "check"
        label = _("In brief")
        description = _("What a reader keeps, in one to six sentences.")
        template = "blocks/in_brief.html"
        preview_value = {
            "title": _("In brief"),
            "points": [_("CSR starts from the company."), _("The SSE starts from the aim.")],
        }


class ExerciseItemBlock(StructBlock):
    statement = TextBlock(label=_("Situation"))
    answer = IntegerBlock(
        label=_("Number of the right choice"), min_value=1, help_text=_("1 for the first choice.")
    )
    explanation = TextBlock(label=_("Why"))

    class Meta:
        icon = "help"
        label = _("Situation")


class ExerciseBlock(StructBlock):
    """“Which is it?”: situations to sort; each answer opens with its reason."""

    title = CharBlock(label=_("Title"), max_length=120)
    instruction = TextBlock(label=_("Instruction"))
    options = ListBlock(CharBlock(label=_("Choice"), max_length=80), label=_("Choices"), min_num=2, max_num=6)
    items = ListBlock(ExerciseItemBlock(), label=_("Situations"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Which is it?")
        description = _("Situations to sort, each answer opening with its reason.")
        template = "blocks/exercise.html"
        preview_value = {
            "title": _("CSR or SSE?"),
            "instruction": _("Choose, then open the answer."),
            "options": [_("CSR"), _("SSE")],
            "items": [
                {
                    "statement": _("A bank publishes its carbon footprint."),
                    "answer": 1,
                    "explanation": _("It accounts for its effects."),
                }
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return value
        if any(item["answer"] > len(value["options"]) for item in value["items"]):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("An answer names a choice that is not in the list."))]
            )
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        # A draft may have no choices yet, or an answer that is none of them.
        options = dict(enumerate(value["options"], start=1))
        context["situations"] = [
            {**item, "right": options.get(item["answer"], "")} for item in value["items"]
        ]
        return context
