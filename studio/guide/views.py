"""The guide's screen."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from studio.guide.chapters import chapters


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One chapter beside the list of all; the first where none is named. For whoever may enter the admin."""

    template_name = "studio/guide.html"
    page_title = _("Guide")
    header_icon = "help"

    def get_context_data(self, key: str | None = None, **kwargs):
        found = chapters((get_language() or settings.LANGUAGE_CODE)[:2])
        keys = [chapter.key for chapter in found]
        if key and key not in keys:
            raise Http404
        position = keys.index(key) if key else 0
        self.page_subtitle = found[position].title
        return super().get_context_data(
            chapters=found,
            chapter=found[position],
            before=found[position - 1] if position else None,
            after=found[position + 1] if position + 1 < len(found) else None,
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("studio_guide"), "label": self.page_title},
            {"url": "", "label": self.page_subtitle},
        ]
