"""Blocks that lead on: to a project, to the criteria, to a next step, to the publisher's facts.

What they show belongs to other apps, which this one does not import: pages are named by string, and
the criteria are asked of whichever app offers them (`home.providers`).
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, MultipleChoiceBlock, StructBlock, TextBlock

from home import providers
from home.blocks.links import PageReferenceBlock, PointingBlock


class CallToActionBlock(PointingBlock):
    title = CharBlock(label=_("Title"), max_length=120, help_text=_("What the reader can do now."))
    text = TextBlock(
        label=_("Text"), required=False, default="", help_text=_("Optional. Why, in one sentence.")
    )
    link = PageReferenceBlock(
        label=_("Page"), help_text=_("Where the button leads: a page of this site, in the reader’s language.")
    )
    label = CharBlock(label=_("Words of the button"), max_length=60, help_text=_("A verb: See the projects."))

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        description = _("One next step, with one button. One per page is enough.")
        template = "blocks/call_to_action.html"
        points_with = "link"
        preview_value = {
            "title": _("See the criteria at work"),
            "text": _("The projects, and the evidence for each."),
            "label": _("See the showcase"),
        }


class FeaturedProjectBlock(PointingBlock):
    """One project of the showcase, with its badges."""

    intro = TextBlock(
        label=_("Why this one"),
        required=False,
        default="",
        help_text=_("Optional. What to look at in this project."),
    )
    project = PageReferenceBlock(
        page_type="showcase.ProjectPage",
        label=_("Project"),
        help_text=_("Its picture, its summary and its badges are those of its own page."),
    )

    class Meta:
        icon = "pick"
        label = _("Featured project")
        description = _("One project of the showcase, with its picture and its badges.")
        template = "blocks/featured_project.html"
        points_with = "project"
        preview_value = {"intro": _("An example to read.")}


class CriteriaListBlock(StructBlock):
    """The criteria of the grid in force, read from the grid itself."""

    intro = TextBlock(
        label=_("Introduction"),
        required=False,
        default="",
        help_text=_("Optional. One or two sentences above the criteria."),
    )
    detail = ChoiceBlock(
        label=_("Detail"),
        choices=[
            ("summary", _("Names and meaning")),
            ("full", _("Everything, with the questions to ask")),
        ],
        default="summary",
        help_text=_("The words come from the grid itself: change them there."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Criteria")
        description = _("The criteria of the grid in force; they follow the grid by themselves.")
        template = "blocks/criteria_list.html"
        preview_value = {
            "intro": _("Five questions, one demand for evidence."),
            "detail": "summary",
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["criteria"] = providers.current_criteria()
        return context


def publisher_facts() -> list[tuple[str, str]]:
    from home.models.publisher import PublisherSettings

    return PublisherSettings.fact_choices()


class PublisherFactsBlock(StructBlock):
    """Facts from the publisher's settings; a missing one is marked as missing."""

    title = CharBlock(
        label=_("Title"), max_length=120, help_text=_("A few words that say what this block is about.")
    )
    facts = MultipleChoiceBlock(
        label=_("Facts"),
        choices=publisher_facts,
        help_text=_("Those ticked are printed; they are filled in under Settings, Publisher."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Publisher’s facts")
        description = _("What only the publisher knows, from the settings; a missing fact is marked.")
        template = "blocks/publisher_facts.html"
        preview_value = {"title": _("Publisher"), "facts": ["publisher_name", "publisher_address"]}

    def get_context(self, value, parent_context=None):
        from home.models.publisher import PublisherSettings

        context = super().get_context(value, parent_context=parent_context)
        settings = PublisherSettings.load()
        labels = dict(PublisherSettings.fact_choices())
        context["facts"] = [
            (labels[name], getattr(settings, name)) for name in value["facts"] if name in labels
        ]
        return context
