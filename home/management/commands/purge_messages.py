"""Keep the promise of the privacy page: no message is kept for longer than it says."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from home.models import ContactMessage

KEPT_DAYS = 730  # 24 months, as the privacy page says


class Command(BaseCommand):
    help = "Deletes contact messages older than 24 months. To be run each day by the machine's scheduler."

    def handle(self, *args, **options) -> None:
        old = ContactMessage.objects.filter(received_at__lt=timezone.now() - timedelta(days=KEPT_DAYS))
        count, _by_model = old.delete()
        self.stdout.write(f"Messages: {count} deleted.")
