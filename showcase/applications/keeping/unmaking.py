"""What becomes of the draft page of an accepted file that the project withdraws, and later deletes."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import String, Template

from showcase.applications.models import Application
from showcase.applications.models.attachments import AttachmentKind


def versions_of(application: Application) -> list[Page]:
    """The page of a file in every language."""
    if application.page is None:
        return []
    return list(Page.objects.filter(translation_key=application.page.translation_key))


def keep_from_readers(application: Application) -> None:
    """Nothing of the page of a file becomes public any more: no review, no publication that was planned; and
    where a version was public, it is taken down.
    """
    for version in versions_of(application):
        page = version.specific
        planned = Revision.page_revisions.filter(object_id=str(page.pk), approved_go_live_at__isnull=False)
        planned.update(approved_go_live_at=None)
        if page.workflow_in_progress:
            page.current_workflow_state.cancel()
        if page.live:
            page.unpublish()


def delete_page(application: Application) -> None:
    """Delete the page of a held file in every language, with what Wagtail and wagtail-localize keep of a page
    that is gone (its name in the log, its sentences), and the copies of the file's images.
    """
    versions = versions_of(application)
    for version in versions:
        version.specific.delete()
    if versions:
        PageLogEntry.objects.filter(page__in=[version.pk for version in versions]).delete()
        # Sentences are shared by all pages that say the same: those that no page says any more go, with those
        # that earlier drafts of this one said.
        String.objects.filter(segments=None, translations=None).delete()
        Template.objects.filter(segments=None).delete()
    application.page = None
    for image in _copies(application):
        image.delete()


def _copies(application: Application) -> Iterable:
    """The images of the library that were made from those of the file: their names hold its keys."""
    images = application.attachments.filter(kind=AttachmentKind.IMAGE)
    named = Q()
    for key in images.values_list("key", flat=True):
        named |= Q(file__contains=str(key))
    return get_image_model().objects.filter(named) if named else ()
