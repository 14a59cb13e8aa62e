"""Mail to the team: that a project has said something of its page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from home.posting import send_or_retry
from showcase.applications.letters.team import mail_to_team
from showcase.applications.models import Application

SUBJECTS = {
    "approved": _("Page approved: %(project)s"),
    "changes": _("Changes asked for: %(project)s"),
    "update": _("Something has changed: %(project)s"),
    "ended": _("The project has ended: %(project)s"),
}


@task()
def tell_editors(application_id: int, kind: str, attempt: int = 0) -> None:
    """Tell the team, who edits the page. Nothing where file or page are gone."""
    application = Application.objects.filter(pk=application_id, page__isnull=False).first()
    if application is None:
        return
    page = reverse("wagtailadmin_pages:edit", args=[application.page_id])
    template = "applications/carrying/for_editors.txt"
    if mail := mail_to_team(application, SUBJECTS[kind], template, page, attempt=attempt, kind=kind):
        send_or_retry(mail, tell_editors, application_id, kind, attempt=attempt)
