"""Mail to the team: that a project has withdrawn, or asks that something be corrected."""

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
    "withdrawn": _("Withdrawn: %(project)s"),
    "correction": _("A correction is asked for: %(project)s"),
}


@task()
def tell_team(application_id: int, kind: str, attempt: int = 0) -> None:
    """Tell whoever answered the file, or the publisher, in the site's own language. The mail holds nothing of
    what the project wrote but its name. Nothing where the file is gone.
    """
    application = Application.objects.filter(pk=application_id).first()
    recipient = _recipient(application) if application else ""
    if application is None or not recipient:
        return
    with override(settings.LANGUAGE_CODE):
        context = {
            "kind": kind,
            "application": application,
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("jury:file", args=[application.pk]),
        }
        mail = EmailMessage(
            subject=one_line(SUBJECTS[kind] % {"project": application}),
            body=render_to_string("applications/keeping/for_team.txt", context).strip() + "\n",
            to=[recipient],
        )
    send_or_retry(mail, tell_team, application_id, kind, attempt=attempt)


def _recipient(application: Application) -> str:
    decided = application.decisions.filter(approved_by__is_active=True).select_related("approved_by").last()
    return (decided and decided.approved_by and decided.approved_by.email) or contact_address()
