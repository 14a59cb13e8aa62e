"""The admin screens of the terms."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView

from glossary.models import TermPage, TermUse
from glossary.templatetags.glossary_admin import term_uses
from glossary.views import readout
from home.listings import PagesOfType


class TermIndexView(IndexView):
    def annotate_queryset(self, pages):
        uses = TermUse.objects.filter(term=OuterRef("pk")).order_by().values("term")
        count = Subquery(uses.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
        return super().annotate_queryset(pages.annotate(use_count=Coalesce(count, 0)))


class TermListing(PagesOfType):
    model = TermPage
    index_view_class = TermIndexView
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 215
    columns = [
        *IndexView.base_columns[:2],
        Column("use_count", label=_("Used on"), sort_key="use_count", width="10%"),
        *IndexView.base_columns[3:],
    ]


@hooks.register("register_admin_viewset")
def register_terms():
    return TermListing("terms")


@hooks.register("register_admin_urls")
def register_readout():
    return [path("glossary/readout/<int:page_id>/", readout, name="glossary_readout")]


@hooks.register("before_delete_page")
def say_where_a_term_is_used(request, page):
    """On the page that asks whether to delete it; Wagtail's own template has no place for it."""
    if request.method == "GET" and isinstance(page, TermPage):
        said = render_to_string("glossary/admin/uses.html", term_uses(page, boxed=False)).strip()
        if said:
            messages.warning(request, mark_safe(said))  # noqa: S308
