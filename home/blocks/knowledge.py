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
            "text": "Une réponse nouvelle à un besoin social, trouvée avec les personnes concernées.",
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
            "title": "L’innovation sociale en quelques mots",
            "points": [
                {"title": "Recombiner", "text": "Réunir autrement ce qui existait déjà."},
                {"title": "Coopérer", "text": "Décider avec les personnes concernées."},
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
            "title": "Un banc devant le dispensaire",
            "text": "<p>Des grands-mères formées y soignent la dépression par la parole.</p>",
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
            "title": "Trois dates",
            "items": [
                {"date": "1986", "title": "Naissance du CRISES au Québec"},
                {"date": "2014", "title": "La loi française définit l’innovation sociale"},
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
            "caption": "RSE et ESS, point par point",
            "headings": ["RSE", "ESS"],
            "rows": [
                {
                    "label": "Nature",
                    "cells": ["Une démarche dans l’entreprise", "Un mode d’entreprendre"],
                }
            ],
        }

    def clean(self, value):
        value = super().clean(value)
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
            "title": "En bref",
            "points": ["La RSE part de l’entreprise.", "L’ESS part du but."],
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
            "title": "RSE ou ESS ?",
            "instruction": "Choisissez, puis ouvrez la réponse.",
            "options": ["RSE", "ESS"],
            "items": [
                {
                    "statement": "Une banque publie son bilan carbone.",
                    "answer": 1,
                    "explanation": "Elle rend compte de ses effets.",
                }
            ],
        }

    def clean(self, value):
        value = super().clean(value)
        if any(item["answer"] > len(value["options"]) for item in value["items"]):
            raise StructBlockValidationError(
                non_block_errors=[ValidationError(_("An answer names a choice that is not in the list."))]
            )
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        options = list(value["options"])
        context["situations"] = [
            {**item, "right": options[min(item["answer"], len(options)) - 1]} for item in value["items"]
        ]
        return context
