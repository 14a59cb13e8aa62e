"""The blocks that a page is built from, grouped as an editor looks for them."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from home.blocks import data, knowledge, media, ways
from home.blocks import text as words

READING = _("Reading")
EXPLAINING = _("Explaining")
FIGURES = _("Figures and tables")
MEDIA = _("Pictures and files")
WAYS_ON = _("Ways on")


class StoryBlock(StreamBlock):
    """What any page may hold."""

    heading = words.HeadingBlock(
        group=READING,
        help_text=_("A question or a short sentence; readers find it in the table of contents."),
    )
    subheading = words.SubheadingBlock(
        group=READING, help_text=_("A few words; it divides what stands under the heading above.")
    )
    text = words.TextSectionBlock(group=READING)
    quotation = words.QuotationBlock(group=READING)
    accordion = words.AccordionBlock(group=READING)
    zoom = knowledge.ZoomBlock(group=EXPLAINING)
    key_points = knowledge.KeyPointsBlock(group=EXPLAINING)
    timeline = knowledge.TimelineBlock(group=EXPLAINING)
    figures = data.FiguresBlock(group=FIGURES)
    table = data.TableBlock(group=FIGURES)
    chart = data.ChartBlock(group=FIGURES)
    image = media.ImageBlock(group=MEDIA)
    video = media.VideoBlock(group=MEDIA)
    download = media.DownloadBlock(group=MEDIA)
    call_to_action = ways.CallToActionBlock(group=WAYS_ON)


class KnowledgeBlock(StoryBlock):
    """What a page that explains may hold besides."""

    definition = knowledge.DefinitionBlock(group=EXPLAINING)
    comparison = knowledge.ComparisonBlock(group=EXPLAINING)
    in_brief = knowledge.InBriefBlock(group=EXPLAINING)
    exercise = knowledge.ExerciseBlock(group=EXPLAINING)
    criteria_list = ways.CriteriaListBlock(group=EXPLAINING)
    featured_project = ways.FeaturedProjectBlock(group=WAYS_ON)
    publisher_facts = ways.PublisherFactsBlock(group=EXPLAINING)


__all__ = ["KnowledgeBlock", "StoryBlock"]
