"""Panels of the page editor that are not fields."""

from django.forms import Media
from django.urls import NoReverseMatch, reverse
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static


class DraftReportPanel(Panel):
    """What the view of that name says of the draft, shown once it is saved and again after each saving.

    The view takes the page's key and answers with a piece of HTML. It is named by a string, because it
    belongs to an app that this one does not import; without it there is no panel.
    """

    def __init__(self, view_name: str, **kwargs):
        super().__init__(**kwargs)
        self.view_name = view_name

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "view_name": self.view_name}

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/draft_report_panel.html"

        @property
        def url(self) -> str:
            """Empty for a page that is not saved yet."""
            try:
                return reverse(self.panel.view_name, args=[self.instance.pk]) if self.instance.pk else ""
            except NoReverseMatch:
                return ""

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("js/admin/draft-report.js")])
