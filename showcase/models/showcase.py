"""The showcase: all projects, a page at a time."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index

from home.blocks.text import FEATURES
from home.models import BasePage
from showcase.models.projects import ProjectPage

PROJECTS_PER_PAGE = 24


class ShowcasePage(BasePage):
    template = "showcase/showcase_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["showcase.ProjectPage"]
    max_count_per_parent = 1

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=FEATURES,
        help_text=_("What stands above the list. Two or three sentences are enough."),
    )

    content_panels = [*BasePage.content_panels, "intro"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("showcase")

    def cards(self, request, context):
        projects = ProjectPage.objects.for_readers().child_of(self).order_by("title", "pk").for_cards()
        shown = Paginator(projects, PROJECTS_PER_PAGE).get_page(request.GET.get("page"))
        context["projects"] = shown
        return list(shown)
