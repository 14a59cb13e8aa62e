"""What this room adds to the admin: what the project says of its page, and no publication before it has."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from showcase.applications.carrying.checking import check_of, draft_of
from showcase.applications.carrying.pages import private_evidence, said_in
from showcase.applications.carrying.publication import stands_against
from showcase.applications.jury.access import may_read
from showcase.applications.models import Application, EventKind, State
from showcase.applications.sections import plan_of


@hooks.register("before_publish_page")
def wait_for_the_project(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The project checks its page before it is published."""
    words = stands_against(page)
    return _refused(request, page, words) if words else None


@hooks.register("before_bulk_action")
def wait_for_each_project(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """The same where many pages are published at once, with what lies below them where that was asked."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    pages = list(objects)
    if action.cleaned_form.cleaned_data["include_descendants"]:
        pages += [below for page in objects for below in _carried_below(page)]
    for page in pages:
        if words := stands_against(page):
            return _refused(request, page, words)
    return None


def _carried_below(page: Page) -> QuerySet[Page]:
    """The pages of files below this one that are not public."""
    carried = Application.objects.filter(page__isnull=False).values("page__translation_key")
    return page.get_descendants().not_live().filter(translation_key__in=carried)


@hooks.register("before_edit_page", order=-1)
def before_editing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Tell editors what the project says. The editor of a translation, which comes after this, publishes by
    itself: so its button is looked at here.
    """
    if request.method == "POST":
        words = stands_against(page) if request.POST.get("action") == "publish" else ""
        return _refused(request, page, words) if words else None
    application = Application.objects.filter(page_id=page.pk).select_related("page").first()
    if application:
        _tell(request, application)
    return None


def _refused(request: HttpRequest, page: Page, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _tell(request: HttpRequest, application: Application) -> None:
    """Above the form: where the project's check of the page stands, or what it has said since."""
    reads = may_read(request.user, application)
    context: dict[str, Any]
    if application.state == State.ACCEPTED:
        check = check_of(application)
        context = {"check": check, "approves": bool(check and check.is_approved)}
        context |= _kept_off_the_page(application) if reads else {}
        tell = messages.success if context["approves"] else messages.warning
    else:
        event = _unread(application)
        if event is None:
            return
        said = application.messages.filter(from_jury=False).last()
        context, tell = {"event": event, "said": said}, messages.warning
    text = render_to_string("applications/carrying/notice.html", context | {"application": application})
    tell(request, text, buttons=[_button(application)] if reads else None)


def _kept_off_the_page(application: Application) -> dict[str, Any]:
    """What the file says and the page does not: the documents that were only attached, which readers cannot
    open (`private`); and where it has no point on the map, the address from which to put it there.
    """
    snapshot, page = application.snapshots.last(), draft_of(application)
    if snapshot is None or page is None:
        return {}
    with override(application.language):
        plan = plan_of(application, snapshot.sections)
        address = said_in(plan.forms["place"]).get("address") or ""
        return {"private": private_evidence(plan), "address": address if page.latitude is None else ""}


def _unread(application: Application) -> Any:
    """What the project has said of its public page since it was last published, if anything."""
    said = application.events.filter(kind__in=(EventKind.CHANGES_ASKED, EventKind.ENDED))
    published = application.page and application.page.last_published_at
    return said.filter(at__gt=published).last() if published else None


def _button(application: Application) -> tuple:
    return messages.button(reverse("jury:file", args=[application.pk]), _("The project’s file"))


@hooks.register("register_page_header_buttons")
def link_to_the_file(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The page keeps its link to the file, for who may read it."""
    application = Application.objects.filter(page__translation_key=page.translation_key).first()
    if application and may_read(user, application):
        address = reverse("jury:file", args=[application.pk])
        yield Button(_("The project’s file"), address, icon_name="form", priority=80)
