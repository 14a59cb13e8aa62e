"""The doors of the admin that its own libraries leave open, shut here in one place.

Wagtail asks for no permission beyond entering the admin in its choosers, its search of tags and some of its
API; wagtail-localize asks for none in its report and its own API, and lets whoever may edit a translation
end it, or publish it by a side way. Everything else is Wagtail's own affair: it asks `home.permissions` and
the policies.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.auth import permission_denied, user_has_any_page_permission
from wagtail.admin.localization import get_localized_response
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as pictures
from wagtail.models import Page
from wagtail.snippets.permissions import user_can_access_snippets
from wagtail_localize.models import Translation, TranslationSource

from home.permissions import TRANSLATE
from studio.records import may_publish

# What whoever enters the admin may open, whatever else they may do. An app with screens of its own for
# people who work on no content (a jury's queue) adds the names of its views, or of its namespace, by the
# hook `passerelle_open_to_all`: a function that returns a list of them.
OPEN_TO_ALL = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_login",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtail_localize:javascript_catalog",
}

# Wagtail's own guards decide here: model permissions that need no content, such as users and redirects.
GUARDED = {
    "messages",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailsettings",
    "wagtailsites",
    "wagtailusers_groups",
    "wagtailusers_users",
}
LIBRARY = (pictures, documents)


def works_on_content(user: Any) -> bool:
    """Whether the user writes, publishes, illustrates or translates anything, or keeps a register."""
    return (
        user.has_perm(TRANSLATE)
        or user_has_any_page_permission(user)
        or user_can_access_snippets(user)
        or any(policy.user_has_any_permission(user, ["add", "change", "delete"]) for policy in LIBRARY)
    )


def may_end_translation(request: HttpRequest, translation_id: int) -> bool:
    """Ending makes a translation a text of its own: for whoever may change it as such."""
    target = get_object_or_404(Translation, pk=translation_id).get_target_instance()
    if isinstance(target, Page):
        return target.permissions_for_user(request.user).can_write()
    return may_publish(request.user, type(target))


def may_make_alias(request: HttpRequest, page_id: int) -> bool:
    """The page shows the other language's text at once, so this is publishing."""
    return get_object_or_404(Page, pk=page_id).permissions_for_user(request.user).can_publish()


def may_sync(request: HttpRequest, translation_source_id: int) -> bool:
    """Whoever may submit may sync; "publish immediately" asks for more, which the form itself does not."""
    if "publish_translations" not in request.POST:
        return True
    source = get_object_or_404(TranslationSource, pk=translation_source_id).get_source_instance()
    if isinstance(source, Page):
        versions = source.get_translations(inclusive=True)
        return all(page.permissions_for_user(request.user).can_publish() for page in versions)
    return may_publish(request.user, type(source))


def may_submit_record(request: HttpRequest, app_label: str, model_name: str, pk: str) -> bool:
    """The new record is public at once."""
    return may_publish(request.user, apps.get_model(app_label, model_name))


def may_act_by_api(request: HttpRequest, pk: int, action_name: str) -> bool:
    return get_object_or_404(Page, pk=pk).permissions_for_user(request.user).can_write()


RULES: dict[str, Callable[..., bool]] = {
    "wagtail_localize:stop_translation": may_end_translation,
    "wagtail_localize:convert_to_alias": may_make_alias,
    "wagtail_localize:update_translations": may_sync,
    "studio_localize:update_translations": may_sync,
    "wagtail_localize:submit_snippet_translation": may_submit_record,
    "wagtailadmin_api:pages:action": may_act_by_api,
}


def translation_instead(request: HttpRequest, page_id: int) -> HttpResponseBase | None:
    """For a translator who opens the source of a translation: the translation."""
    page = get_object_or_404(Page, pk=page_id)
    if page.permissions_for_user(request.user).can_edit():
        return None
    for version in page.get_translations():
        if version.permissions_for_user(request.user).can_edit():
            return redirect("wagtailadmin_pages:edit", version.pk)
    return None


class AdminGate:
    """Middleware. Refuses as Wagtail does: a message on the admin's first screen, or 403 to a script."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponseBase | None:
        if not request.path.startswith(reverse("wagtailadmin_home")):
            return None
        if not request.user.is_authenticated or request.user.is_superuser:
            return None
        match = request.resolver_match
        if not self._may_open(request, match, kwargs):
            return get_localized_response(permission_denied, request)
        if match.view_name == "wagtailadmin_pages:edit" and request.method == "GET":
            return translation_instead(request, **kwargs)
        return None

    def _may_open(self, request: HttpRequest, match: Any, kwargs: dict[str, Any]) -> bool:
        if not works_on_content(request.user) and not is_open(match):
            return False
        rule = RULES.get(match.view_name)
        return rule is None or rule(request, **kwargs)


def is_open(match: Any) -> bool:
    """Whether a view is for everybody in the admin, or guards itself by model permissions."""
    if match.view_name in OPEN_TO_ALL or GUARDED.intersection(match.namespaces):
        return True
    added = {name for function in hooks.get_hooks("passerelle_open_to_all") for name in function()}
    return match.view_name in added or bool(added.intersection(match.namespaces))
