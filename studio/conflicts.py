"""Two people on one page: neither loses a word.

Wagtail warns in the browser and refuses to save by itself over a newer version, but a form that is sent
takes the newer version's place without a word. Here the late one is kept as a version of its own, beside
the newer one, and its author is told who saved what in the meantime, and may compare and choose.
"""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, PageSubscription, Revision

# What a kept version does to the page's row, and what is put back: the page's current version stays the
# other's.
POINTERS = ("latest_revision_id", "latest_revision_created_at", "draft_title", "has_unpublished_changes")

# A form that is sent while the same window is saving by itself knows nothing yet of that version.
ON_ITS_WAY = timedelta(seconds=10)


def is_late(request: HttpRequest, latest: Revision | None) -> bool:
    """Whether a form that was sent was filled in on an older version than the page's latest.

    The browser sends the version it loaded and when that was made, because saving by itself rewrites a
    version in place; or the version that it has itself been rewriting.
    """
    sent = request.POST
    if latest is None or not (sent.get("overwrite_revision_id") or sent.get("loaded_revision_id")):
        return False
    if own := sent.get("overwrite_revision_id"):
        return own != str(latest.pk)
    return sent["loaded_revision_id"] != str(latest.pk) or (
        sent.get("loaded_revision_created_at", "") != latest.created_at.isoformat()
    )


def keep_late_version(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Before a page's form is saved (`before_edit_page`): a late one is kept, and its author asked."""
    latest = page.get_latest_revision()
    if request.method != "POST" or page.alias_of_id or not is_late(request, latest):
        return None
    if latest.user_id == request.user.pk and timezone.now() - latest.created_at < ON_ITS_WAY:
        return None
    if not request.accepts("text/html"):
        return None  # Wagtail refuses by itself what the browser saves by itself
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        return None  # Wagtail says so, and shows the form as it was filled in
    form = _form(request, page)
    if not form.is_valid():
        # Sent again once mended, it must still count as late.
        page.latest_revision_id = request.POST.get("loaded_revision_id") or latest.pk
        messages.warning(
            request, _("While you were writing, %(who)s saved this page.") % {"who": _name(latest.user)}
        )
        return None
    kept = _keep(form, page, request.user)
    return redirect("studio_conflict", page.pk, kept.pk, latest.pk)


@receiver(pre_save, sender=Revision, dispatch_uid="studio_conflicts_rewriting")
def refuse_to_rewrite_what_was_followed(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """What the browser saves by itself rewrites the page's latest version, and no other.

    Wagtail compares with what it read when the request began. Somebody who presses "Submit" while their
    window is saving by itself sends two requests at once, and the older words could come last. Raises
    PermissionDenied, which Wagtail answers as it does any saving on an outdated version.
    """
    if raw or instance._state.adding or instance.base_content_type.model_class() is not Page:
        return
    if Revision.objects.filter(pk=instance.pk, created_at=instance.created_at).exists():
        return  # its words stay: it is being scheduled
    page = Page.objects.select_for_update().only("latest_revision_id").get(pk=instance.object_id)
    if page.latest_revision_id != instance.pk:
        raise PermissionDenied(_("A newer version of this page was saved in the meantime."))


def _form(request: HttpRequest, page: Page) -> Any:
    """The form, on the version it was filled in on where that is still there; fields may be left empty."""
    loaded = request.POST.get("loaded_revision_id", "")
    base = page.revisions.filter(pk=int(loaded)).first() if loaded.isdigit() else None
    # Always a copy: what Wagtail does next with `page` must not see the form's values.
    instance = (base or page.get_latest_revision()).as_object()
    subscription, _made = PageSubscription.objects.get_or_create(
        page_id=page.pk, user=request.user, defaults={"comment_notifications": False}
    )
    form_class = type(instance).get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=instance,
        subscription=subscription,
        parent_page=page.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    return form


def _keep(form: Any, page: Page, user: Any) -> Revision:
    """Save what the form holds as a version that is not the page's latest."""
    with transaction.atomic():
        pointers = Page.objects.filter(pk=page.pk).values(*POINTERS).get()
        kept = form.save(commit=False).save_revision(user=user, log_action=True, clean=False)
        Page.objects.filter(pk=page.pk).update(**pointers)
    return kept


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else _("somebody")


def conflict(request: HttpRequest, page_id: int, kept_id: int, latest_id: int) -> HttpResponseBase:
    """The screen that tells the author of a kept version what happened, and what may be done."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_write():
        raise PermissionDenied
    revisions = page.revisions.select_related("user")
    kept, latest = get_object_or_404(revisions, pk=kept_id), get_object_or_404(revisions, pk=latest_id)
    context = {
        "page_title": _("Two versions of one page"),
        "page_subtitle": page.specific_deferred.get_admin_display_title(),
        "header_icon": "history",
        "who": _name(latest.user),
        "when": latest.created_at,
        "by_oneself": latest.user_id == request.user.pk,
        "compare_url": reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, latest.pk, kept.pk]),
        "take_mine_url": reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, kept.pk]),
        "keep_theirs_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "studio/conflict.html", context)


def urls() -> list:
    return [
        path("two-versions/<int:page_id>/<int:kept_id>/<int:latest_id>/", conflict, name="studio_conflict")
    ]
