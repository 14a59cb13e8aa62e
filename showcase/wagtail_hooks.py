"""The admin screens of the projects and of the grid."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.listings import PagesOfType
from showcase import listings
from showcase.credentials.admin import CredentialsGroup
from showcase.models import CriteriaGrid, Criterion, Framework, ProjectPage
from showcase.questions.admin import QuestionViewSet


class CriterionViewSet(SnippetViewSet):
    model = Criterion
    icon = "list-ol"
    menu_label = _("Criteria")
    list_display = ["title", "code", "grid", "is_gate"]
    list_filter = ["grid"]
    search_fields = ["title", "code"]


class CriteriaGridViewSet(SnippetViewSet):
    model = CriteriaGrid
    icon = "table"
    menu_label = _("Grids")
    list_display = ["__str__", "published_on"]


class FrameworkViewSet(SnippetViewSet):
    model = Framework
    icon = "folder-open-inverse"
    menu_label = _("Published frames")
    list_display = ["name", "publisher", "published", "is_public"]
    search_fields = ["name", "publisher"]


class GridGroup(SnippetViewSetGroup):
    menu_label = _("Criteria grid")
    menu_icon = "list-ol"
    menu_order = 230
    items = [CriterionViewSet, CriteriaGridViewSet, FrameworkViewSet]


register_snippet(GridGroup)
register_snippet(CredentialsGroup)


class ProjectListing(PagesOfType):
    model = ProjectPage
    index_view_class = listings.ProjectsView
    filterset_class = listings.ProjectsFilter
    columns = listings.COLUMNS
    icon = "pick"
    menu_label = _("Projects")
    menu_order = 220


@hooks.register("register_admin_viewset")
def register_projects():
    return ProjectListing("projects")


@hooks.register("register_admin_viewset")
def register_questions():
    return QuestionViewSet("questions")
