"""The admin screen of the terms."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from glossary.models import TermPage
from home.listings import REVIEWED, PagesOfType, PagesView, with_columns

FORMS_SHOWN = 3


class TermsView(PagesView):
    def load(self, pages):
        """How many sources each term has: texts in blocks are not loaded with the pages of a list."""
        sources = dict(
            TermPage.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "sources")
        )
        for page in pages:
            page.source_count = len(sources[page.pk])


def first_forms(term: TermPage) -> str:
    """The first other forms, and how many more there are."""
    forms = term.other_forms
    more = f" (+{len(forms) - FORMS_SHOWN})" if len(forms) > FORMS_SHOWN else ""
    return ", ".join(forms[:FORMS_SHOWN]) + more


class TermListing(PagesOfType):
    model = TermPage
    index_view_class = TermsView
    columns = with_columns(
        Column("forms", label=_("Other forms"), accessor=first_forms),
        Column("sources", label=_("Sources"), accessor="source_count"),
        REVIEWED,
    )
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 215


@hooks.register("register_admin_viewset")
def register_terms():
    return TermListing("terms")
