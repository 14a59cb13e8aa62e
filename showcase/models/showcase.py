"""The showcase: all projects, a page at a time."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.search import index

from home.blocks.text import FEATURES
from home.models import BasePage
from showcase.addresses import HasAddresses
from showcase.catalogue.facets import all_facets
from showcase.catalogue.panel import groups
from showcase.catalogue.search import Search
from showcase.catalogue.selection import SORTS, Selection
from showcase.models.grid import Criterion
from showcase.models.projects import ProjectPage

PROJECTS_PER_PAGE = 24


class ShowcasePage(HasAddresses, BasePage):
    template = "showcase/showcase_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["showcase.ProjectPage"]
    max_count_per_parent = 1

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=FEATURES,
        help_text=_("Under the list: how projects are chosen. A few sentences are enough."),
    )

    content_panels = [*BasePage.content_panels, "intro"]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("showcase")

    def cards(self, request, context):
        search = Search(Selection(request.GET, all_facets(Criterion.objects.in_force())), self.locale)
        shown = search.page(request.GET.get("page"), PROJECTS_PER_PAGE)
        keys = list(shown)
        found = ProjectPage.objects.filter(pk__in=keys).for_cards().in_bulk()
        shown.object_list = [found[key] for key in keys if key in found]
        context |= {"search": search, "groups": list(groups(search)), "sorts": SORTS, "projects": shown}
        return shown.object_list
