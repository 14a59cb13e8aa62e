"""Fill an empty site with the real content, in both languages."""

import importlib
from collections.abc import Iterator
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override
from wagtail.models import Locale

from home import content_version
from home.models import HomePage
from home.seed.planting import Planter
from home.seed.reading import SeedError


class Command(BaseCommand):
    help = (
        "Fills an empty site with its real content in French and English. Does nothing where there is a"
        " home page. Either all of it is loaded or none of it."
    )

    def handle(self, *args, **options) -> None:
        if HomePage.objects.exists():
            self.stdout.write("Content: already there, left as it is.")
            return
        try:
            with transaction.atomic(), override(settings.LANGUAGE_CODE):
                count = self.load()
        except SeedError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        content_version.move()
        self.stdout.write(f"Content: {count} pages in French and in English.")

    def load(self) -> int:
        """Every app's seed, in three rounds. Returns the number of pages made in each language."""
        planter = Planter(
            french=Locale.objects.get_or_create(language_code="fr")[0],
            english=Locale.objects.get_or_create(language_code="en")[0],
            say=self.stdout.write,
        )
        modules = list(seed_modules())
        for module in modules:
            module.sow(planter)
        self.stdout.write(f"Content: writing and translating {len(planter.sowings)} pages, about a minute...")
        planter.fill_all()
        for module in modules:
            getattr(module, "finish", lambda planter: None)(planter)
        return len(planter.sowings)


def seed_modules() -> Iterator[ModuleType]:
    """The `seed` module of each installed app that has one, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "seed"):
            yield importlib.import_module(f"{config.name}.seed")
