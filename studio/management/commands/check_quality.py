"""Read every published page again for the health report."""

from django.core.management.base import BaseCommand

from studio.quality.health import look_at_all


class Command(BaseCommand):
    help = "Makes the health report anew: after a change of a rule or of a threshold, or as a daily safety."

    def handle(self, *args, **options) -> None:
        pages, problems = look_at_all()
        self.stdout.write(f"Pages: {pages} read, {problems} problems found, those to come included.")
