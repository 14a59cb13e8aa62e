"""The two ways in which a category of another frame meets a sheet: by a criterion, or by a fact."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, StructBlock, TextBlock

from showcase.crosswalk.facts import Fact


class Exactness(models.TextChoices):
    EXACT = "exact", _("same question")
    CLOSE = "close", _("close question")
    PARTIAL = "partial", _("part of the question")


def criterion_codes() -> list[tuple[str, str]]:
    """(code, short title) of each criterion that any version of the grid has, the latest wording; in the
    reader's language where it is written in it.
    """
    from showcase.models.grid import Criterion

    rows = Criterion.objects.filter(is_gate=False).order_by("grid__version", "sort_order")
    words: dict[str, str] = {}
    for code, title, language in rows.values_list("code", "short_title", "locale__language_code"):
        if code not in words or language == (get_language() or "fr")[:2]:
            words[code] = title
    return list(words.items())


class _LinkBlock(StructBlock):
    exactness = ChoiceBlock(
        label=_("How exact"), choices=Exactness.choices, help_text=_("How near our question is to theirs.")
    )
    sentence = TextBlock(
        label=_("Why"), rows=2, help_text=_("One sentence that says what is the same and what is not.")
    )

    class Meta:
        template = "showcase/crosswalk/link.html"
        icon = "link"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["exactness"] = dict(Exactness.choices).get(value["exactness"], "")
        return context


class CriterionLinkBlock(_LinkBlock):
    """A criterion of our grid that asks what the category asks."""

    criterion = ChoiceBlock(
        label=_("Criterion"),
        choices=criterion_codes,
        help_text=_("Its code is the same in every version of the grid."),
    )

    class Meta:
        label = _("Criterion")
        description = _("A criterion of our grid, and how near it is to the category.")
        preview_value = {"criterion": "risk", "exactness": "close", "sentence": "…"}


class FactLinkBlock(_LinkBlock):
    """A fact of the sheet that says something of the category."""

    fact = ChoiceBlock(
        label=_("Fact"), choices=Fact.choices, help_text=_("What the sheet says of the project.")
    )

    class Meta:
        label = _("Fact")
        description = _("A fact of the sheet, and how near it is to the category.")
        preview_value = {"fact": "beneficiaries", "exactness": "partial", "sentence": "…"}
