"""Records that are translated and have no draft, such as a criterion: saving one is publishing it."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import permission_denied
from wagtail.models import TranslatableMixin

from home.permissions import TRANSLATE, is_translated_in_step


def may_publish(user: Any, model: Any) -> bool:
    """Whether what the user saves of this model may be public at once.

    A model says in its `Meta.permissions` that publishing it is a right of its own; for any other, it is
    enough to be allowed to change it.
    """
    action = "publish" if f"publish_{model._meta.model_name}" in dict(model._meta.permissions) else "change"
    return user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")


def guard_record(request: HttpRequest, instance: Any) -> HttpResponseBase | None:
    """Before the editor of a record opens: a translator gets its translation, and never publishes.

    wagtail-localize then shows its own editor, and keeps the words beside the record until someone publishes.
    """
    if not isinstance(instance, TranslatableMixin) or may_publish(request.user, type(instance)):
        return None
    if request.method not in ("GET", "HEAD"):
        return permission_denied(request)
    if is_translated_in_step(instance):
        return None
    return _to_its_translation(request, instance) or permission_denied(request)


def _to_its_translation(request: HttpRequest, instance: Any) -> HttpResponseBase | None:
    """The editor of the first translation that the user may work on, for whoever opened the source."""
    if not request.user.has_perm(TRANSLATE):
        return None
    for version in instance.get_translations():
        address = AdminURLFinder(request.user).get_edit_url(version)
        if address and is_translated_in_step(version):
            return redirect(address)
    return None
