"""Keep the promises of the privacy page: nothing that the public sent is kept for longer than it says."""

from datetime import timedelta

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils import timezone

from home.limits import forget_past_attempts
from home.models.contact import ReceivedMessage

KEPT_DAYS = 730  # 24 months, as the privacy page says


class Command(BaseCommand):
    help = (
        "Deletes what the public sent (messages, questions about a badge) more than 24 months ago, and the"
        " counts of how often somebody sent something that are over. To be run each day by the machine's"
        " scheduler."
    )

    def handle(self, *args, **options) -> None:
        past = timezone.now() - timedelta(days=KEPT_DAYS)
        kinds = [model for model in apps.get_models() if issubclass(model, ReceivedMessage)]
        count = sum(kind._default_manager.filter(received_at__lt=past).delete()[0] for kind in kinds)
        forget_past_attempts()
        self.stdout.write(f"Messages: {count} deleted.")
