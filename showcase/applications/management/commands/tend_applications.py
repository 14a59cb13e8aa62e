"""What applications need once a day: how long things are kept, late answers, yearly questions."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from showcase.applications.keeping.daily import Report, tend


class Command(BaseCommand):
    help = (
        "Deletes what has been kept for as long as the rules say, writes to projects whose answer is late or"
        " whose page is a year old, and queues unsent letters again. To be run each day by the machine's"
        " scheduler; it may be run twice, and at the same time."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args, dry_run: bool, **options) -> None:
        report = Report()
        for line in tend(timezone.localdate(), is_dry=dry_run, report=report):
            self.stdout.write(f"Applications: {line}.")
        ending = " It was a dry run: nothing has changed." if dry_run else ""
        self.stdout.write(f"Applications: {report.total} acts in all.{ending}")
        for failure in report.failures:
            self.stderr.write(f"Applications: FAILED: {failure}")
        if report.failures:
            raise CommandError(f"{len(report.failures)} of them failed; the next run tries again.")
