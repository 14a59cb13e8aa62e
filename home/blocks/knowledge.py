"""Blocks that explain: definitions, key points, timelines, comparisons."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
)

from home.blocks.items import ItemsBlock
from home.blocks.links import PageReferenceBlock, SourcesBlock
from home.blocks.text import FEATURES


class DefinitionBlock(StructBlock):
    """What a thing is, in somebody's words, with whose they are."""

    text = TextBlock(
        label=_("Definition"),
        help_text=_("One or two sentences. Without quotation marks: the page adds them."),
    )
    attribution = CharBlock(
        label=_("Whose definition, and when"), max_length=200, help_text=_("Author or law, and year.")
    )
    quoted = BooleanBlock(
        label=_("Word for word"),
        required=False,
        help_text=_("Printed between quotation marks where ticked."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

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
    title = CharBlock(label=_("Title"), max_length=100, help_text=_("The idea in two to five words."))
    text = TextBlock(
        label=_("Text"), help_text=_("The idea in one or two sentences, with the concrete first.")
    )
    link = PageReferenceBlock(
        label=_("Page to go on with"),
        required=False,
        help_text=_("Optional. An example or a page that goes further."),
    )
    link_label = CharBlock(
        label=_("Words of the link"),
        required=False,
        default="",
        max_length=100,
        help_text=_("The page’s title where this is empty."),
    )

    class Meta:
        icon = "tick"
        label = _("Point")


class KeyPointsBlock(StructBlock):
    """A few points to keep, side by side."""

    title = CharBlock(
        label=_("Title"), max_length=120, help_text=_("A few words that say what this block is about.")
    )
    points = ItemsBlock(
        KeyPointBlock(),
        label=_("Points"),
        min_num=2,
        max_num=8,
        help_text=_("Two to eight. Four are easily kept in mind."),
    )

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

    title = CharBlock(label=_("Title"), max_length=120, help_text=_("The example or the question looked at."))
    text = RichTextBlock(
        label=_("Text"),
        features=FEATURES,
        help_text=_("One example told in a few lines: where, who, what changed."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

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
    date = CharBlock(
        label=_("Date"), max_length=40, help_text=_("As precise as known: 1986, July 2014, 19th century.")
    )
    title = CharBlock(label=_("Title"), max_length=160, help_text=_("What happened, in one line."))
    text = TextBlock(
        label=_("Text"),
        required=False,
        default="",
        help_text=_("Optional. Why it matters, in one or two sentences."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

    class Meta:
        icon = "date"
        label = _("Date")


class TimelineBlock(StructBlock):
    """Dated steps in order."""

    title = CharBlock(
        label=_("Title"),
        required=False,
        default="",
        max_length=120,
        help_text=_("Optional. A few words that say what this block is about."),
    )
    items = ItemsBlock(
        TimelineItemBlock(), label=_("Dates"), min_num=2, help_text=_("In order of time, the oldest first.")
    )

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
    label = CharBlock(
        label=_("What is compared"),
        max_length=100,
        help_text=_("The question put to each of the things compared."),
    )
    cells = ItemsBlock(
        TextBlock(label=_("Answer")),
        label=_("Answers"),
        min_num=2,
        max_num=3,
        help_text=_("One answer per thing compared, in the order of the columns."),
    )
    sources = SourcesBlock(
        help_text=_("Where a reader can check this. Choose from the register of sources, or add one to it.")
    )

    class Meta:
        icon = "horizontalrule"
        label = _("Row")


class ComparisonBlock(StructBlock):
    """Two or three things side by side, point by point."""

    caption = CharBlock(
        label=_("Caption"),
        max_length=200,
        help_text=_("What is compared, in one line: it is read before the table."),
    )
    headings = ItemsBlock(
        CharBlock(label=_("Column heading"), max_length=60),
        label=_("Things compared"),
        min_num=2,
        max_num=3,
        help_text=_("The names of the two or three things, in a few words each."),
    )
    rows = ItemsBlock(
        ComparisonRowBlock(),
        label=_("Rows"),
        min_num=1,
        help_text=_("One line per point of comparison. Five to eight are easily read."),
    )

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

    title = CharBlock(
        label=_("Title"), max_length=80, help_text=_("A few words that say what this block is about.")
    )
    points = ItemsBlock(
        TextBlock(label=_("Sentence")),
        label=_("Sentences"),
        min_num=1,
        max_num=6,
        help_text=_("What a reader should still know tomorrow, one sentence each."),
    )

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
    statement = TextBlock(
        label=_("Situation"), help_text=_("A concrete case, without saying which choice it is.")
    )
    answer = IntegerBlock(
        label=_("Number of the right choice"), min_value=1, help_text=_("1 for the first choice.")
    )
    explanation = TextBlock(
        label=_("Why"), help_text=_("Why this choice, and where the doubt lies if there is one.")
    )

    class Meta:
        icon = "help"
        label = _("Situation")


class ExerciseBlock(StructBlock):
    """“Which is it?”: situations to sort; each answer opens with its reason."""

    title = CharBlock(
        label=_("Title"), max_length=120, help_text=_("The question in a few words: CSR or SSE?")
    )
    instruction = TextBlock(label=_("Instruction"), help_text=_("What the reader is to do, in one sentence."))
    options = ItemsBlock(
        CharBlock(label=_("Choice"), max_length=80),
        label=_("Choices"),
        min_num=2,
        max_num=6,
        help_text=_("The possible answers. Each situation names one by its number in this list."),
    )
    items = ItemsBlock(
        ExerciseItemBlock(),
        label=_("Situations"),
        min_num=1,
        help_text=_("Three to six situations, from the plain to the doubtful."),
    )

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
