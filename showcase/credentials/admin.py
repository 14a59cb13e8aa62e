"""The register of credentials in the admin: read by whoever may, and revoked with a reason."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from showcase.credentials.models import Cause, IssuedCredential, Revocation


class ReadPolicy(ModelPermissionPolicy):
    """What was issued is written by nobody: not even a superuser can change what others already hold."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class RevocationViewSet(SnippetViewSet):
    model = Revocation
    icon = "cross"
    menu_label = _("Revoked credentials")
    list_display = ["__str__", "reason", "revoked_at"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revocation]:
        """The editors' own: what the site took back because something newer holds is not theirs to lift."""
        return Revocation.objects.filter(cause=Cause.EDITORS).select_related("credential")


class IssuedCredentialViewSet(SnippetViewSet):
    model = IssuedCredential
    icon = "key"
    menu_label = _("Issued credentials")
    list_display = ["title", "language", "issued_at", "valid_until", "current"]
    list_filter = ["language", "current"]
    search_fields = ["title"]
    ordering = ["-issued_at"]
    inspect_view_enabled = True
    inspect_view_fields = ["title", "language", "issued_at", "valid_until", "current", "uuid", "document"]
    copy_view_enabled = False

    @property
    def permission_policy(self) -> ReadPolicy:
        return ReadPolicy(self.model)


class CredentialsGroup(SnippetViewSetGroup):
    menu_label = _("Credentials")
    menu_icon = "key"
    menu_order = 235
    items = [RevocationViewSet, IssuedCredentialViewSet]
