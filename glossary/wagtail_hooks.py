"""The admin screens of the terms."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from glossary.models import TermPage, TermUse
from glossary.views import readout
from home.listings import REVIEWED, PagesOfType, PagesView, with_columns

FORMS_SHOWN = 3


class TermsView(PagesView):
    def annotate_queryset(self, pages):
        uses = TermUse.objects.filter(term=OuterRef("pk")).order_by().values("term")
        count = Subquery(uses.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        return super().annotate_queryset(pages.annotate(use_count=Coalesce(count, 0)))

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
        Column("use_count", label=_("Used on"), sort_key="use_count"),
        REVIEWED,
    )
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 215


@hooks.register("register_admin_viewset")
def register_terms():
    return TermListing("terms")


@hooks.register("register_admin_urls")
def register_readout():
    return [path("glossary/readout/<int:page_id>/", readout, name="glossary_readout")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def offer_readout(page, user, next_url=None, view_name=None):
    """Beside the page in lists too: the editor of translations has none of the panels of a page."""
    if getattr(page.specific_class, "text_template", ""):
        yield Button(
            _("What the glossary finds"),
            reverse("glossary_readout", args=[page.pk]),
            icon_name="openquote",
            priority=80,
        )
