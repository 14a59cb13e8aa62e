"""The admin screens of the frame, the sources, the messages and the knowledge pages."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.models import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.exports import as_text
from home.listings import REVIEWED, PagesFilter, PagesOfType, with_columns
from home.models import ConceptPage, ContactMessage, ContentPage, SiteFrame, Source


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "openquote"
    menu_label = _("Sources")
    menu_name = "sources"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "code", "kind", "published"]
    list_filter = ["kind", "language"]
    list_per_page = 50


class SiteFrameViewSet(SnippetViewSet):
    model = SiteFrame
    icon = "site"
    menu_label = _("Site frame")
    menu_name = "site-frame"
    menu_order = 100
    add_to_settings_menu = True
    list_display = ["site_name", "locale", "phone"]


register_snippet(SourceViewSet)
register_snippet(SiteFrameViewSet)


class ReadAndDeletePolicy(ModelPermissionPolicy):
    """Messages are the public's: nobody writes or changes one."""

    def user_has_permission(self, user, action):
        return action not in ("add", "change") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class MessagesView(IndexView):
    custom_field_preprocess = {name: {"csv": as_text} for name in ("name", "email", "subject", "message")}


class ContactMessageViewSet(ModelViewSet):
    model = ContactMessage
    icon = "mail"
    index_view_class = MessagesView
    menu_label = _("Messages")
    menu_name = "messages"
    menu_order = 320
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["subject", "name", "email", "language", "received_at", "sent_at"]
    list_filter = ["language", "received_at"]
    search_fields = ["subject", "name", "email", "message"]
    list_export = ["received_at", "name", "email", "subject", "message", "language", "sent_at"]
    inspect_view_fields = [
        "subject",
        "name",
        "email",
        "message",
        "language",
        "received_at",
        "sent_at",
    ]
    panels = [FieldPanel("subject", read_only=True)]

    @property
    def permission_policy(self):
        return ReadAndDeletePolicy(self.model)


class ConceptsFilter(PagesFilter):
    class Meta:
        model = ConceptPage
        fields = ["theme"]


class ConceptListing(PagesOfType):
    model = ConceptPage
    filterset_class = ConceptsFilter
    columns = with_columns(
        Column("theme", label=_("Theme"), accessor="get_theme_display", sort_key="theme"), REVIEWED
    )
    icon = "doc-full"
    menu_label = _("Concepts")
    menu_order = 210


class ContentListing(PagesOfType):
    model = ContentPage
    icon = "doc-empty"
    menu_label = _("Other pages")
    menu_order = 225


@hooks.register("register_admin_viewset")
def register_messages():
    return ContactMessageViewSet("messages")


@hooks.register("register_admin_viewset")
def register_concepts():
    return ConceptListing("concepts")


@hooks.register("register_admin_viewset")
def register_content_pages():
    return ContentListing("content-pages")
