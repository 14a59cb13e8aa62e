"""Letters to applicants that a stopped machine or a silent mail server has left unsent."""

from django.core.management.base import BaseCommand

from showcase.applications.letters.posting import post_forgotten


class Command(BaseCommand):
    help = "Queues again every letter to applicants that is not sent yet. It may be run at any time."

    def handle(self, *args, **options) -> None:
        if count := post_forgotten():
            self.stdout.write(f"Letters: {count} not sent yet, queued again.")
