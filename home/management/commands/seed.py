"""Fill an empty site with the real content, in both languages."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.signals import post_save
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail.signal_handlers import disable_reference_index_auto_update

from home import content_version
from home.background import at_rest
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
            with indexes_at_rest(), transaction.atomic(), override(settings.LANGUAGE_CODE):
                count = self.load()
        except SeedError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        call_command("rebuild_references_index", verbosity=0, stdout=StringIO())
        call_command("update_index", verbosity=0, stdout=StringIO())
        content_version.move()
        self.stdout.write(f"Content: {count} pages in French and in English.")

    def load(self) -> int:
        """Every app's seed, in three rounds. Returns the number of pages made in each language."""
        planter = Planter(
            french=Locale.objects.get_or_create(language_code="fr")[0],
            english=Locale.objects.get_or_create(language_code="en")[0],
        )
        modules = list(seed_modules())
        for module in modules:
            getattr(module, "sow", nothing)(planter)
        self.stdout.write(f"Content: writing and translating {len(planter.sowings)} pages, about a minute...")
        planter.fill_all()
        for module in modules:
            getattr(module, "finish", nothing)(planter)
        # Wagtail redirects from the French slugs that English pages had while they were being made.
        Redirect.objects.all().delete()
        return len(planter.sowings)


def nothing(planter: Planter) -> None:
    """The round of an app that has nothing to do in it."""


@contextmanager
def indexes_at_rest() -> Iterator[None]:
    """Search and references are not indexed at each of the many savings; both are rebuilt once after."""
    models = get_indexed_models()
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update(), at_rest():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


def seed_modules() -> Iterator[ModuleType]:
    """The `seed` module of each installed app that has one, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "seed"):
            yield importlib.import_module(f"{config.name}.seed")
