"""Mail to the team: that a project has withdrawn, or asks that something be corrected."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from home.posting import send_or_retry
from showcase.applications.letters.team import mail_to_team
from showcase.applications.models import Application

SUBJECTS = {
    "withdrawn": _("Withdrawn: %(project)s"),
    "correction": _("A correction is asked for: %(project)s"),
}


@task()
def tell_team(application_id: int, kind: str, attempt: int = 0) -> None:
    """Tell the team, who reads the file. Nothing where it is gone."""
    application = Application.objects.filter(pk=application_id).first()
    if application is None:
        return
    file = reverse("jury:file", args=[application.pk])
    template = "applications/keeping/for_team.txt"
    if mail := mail_to_team(application, SUBJECTS[kind], template, file, attempt=attempt, kind=kind):
        send_or_retry(mail, tell_team, application_id, kind, attempt=attempt)
