"""Mail to the team: that a project has said something of its page."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_tasks import task

from home.contact import contact_address
from home.posting import send_or_retry
from home.typography import one_line
from showcase.applications.models import Application

SUBJECTS = {
    "approved": _("Page approved: %(project)s"),
    "changes": _("Changes asked for: %(project)s"),
    "update": _("Something has changed: %(project)s"),
    "ended": _("The project has ended: %(project)s"),
}


@task()
def tell_editors(application_id: int, kind: str, attempt: int = 0) -> None:
    """Tell whoever answered the file, or the publisher where they are gone, in the site's own language. The
    mail holds nothing of what the project wrote.
    """
    application = Application.objects.filter(pk=application_id, page__isnull=False).first()
    recipient = _recipient(application) if application else ""
    if application is None or not recipient:
        return
    page = reverse("wagtailadmin_pages:edit", args=[application.page_id])
    with override(settings.LANGUAGE_CODE):
        context = {"kind": kind, "application": application, "address": settings.WAGTAILADMIN_BASE_URL + page}
        mail = EmailMessage(
            subject=one_line(SUBJECTS[kind] % {"project": application}),
            body=render_to_string("applications/carrying/for_editors.txt", context).strip() + "\n",
            to=[recipient],
        )
    send_or_retry(mail, tell_editors, application_id, kind, attempt=attempt)


def _recipient(application: Application) -> str:
    decision = application.decisions.filter(approved_by__is_active=True).select_related("approved_by").last()
    return (decision and decision.approved_by and decision.approved_by.email) or contact_address()
