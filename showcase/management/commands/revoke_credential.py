"""A project's credentials, revoked in every language."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.text import slugify

from showcase.credentials.models import Cause, IssuedCredential, Revocation
from showcase.models.projects import ProjectPage


class Command(BaseCommand):
    help = (
        "Revokes the credentials of a project, in every language. They stay revoked while the findings are"
        " the same; --undo lifts it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the slug of the project's page, in any language, or its number")
        parser.add_argument("--reason", default="", help="why, in one sentence; it is public")
        parser.add_argument("--undo", action="store_true", help="the credentials hold again")

    def handle(self, *args: Any, project: str, reason: str, undo: bool, **options: Any) -> None:
        credentials = self._credentials(project)
        if undo:
            lifted, _rows = Revocation.objects.filter(
                credential__in=credentials, cause=Cause.EDITORS
            ).delete()
            self.stdout.write(f"{lifted} credentials hold again.")
            return
        if not reason.strip():
            raise CommandError("Say why, in one sentence that readers will see: --reason '…'")
        for credential in credentials.filter(revocation=None):
            Revocation.objects.create(credential=credential, reason=reason.strip())
            self.stdout.write(f"Revoked: {credential}")

    def _credentials(self, project: str) -> QuerySet[IssuedCredential]:
        named = {"pk": project} if project.isdecimal() else {"slug": slugify(project)}
        found = ProjectPage.objects.filter(**named).values("translation_key")
        if not found:
            raise CommandError(f"No project has the slug or the number {project!r}.")
        credentials = IssuedCredential.objects.filter(project__in=found, current=True)
        if not credentials:
            raise CommandError("No credential of this project is in force.")
        return credentials
