"""Find again, on every page, the terms that it uses."""

from django.core.management.base import BaseCommand

from glossary.uses import index_all


class Command(BaseCommand):
    help = "Reads every published page again and notes which terms of the glossary it uses."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"Glossary: {index_all()} uses of terms noted.")
