from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Modules of the rooms that connect to signals, or register the addresses of their views.
ROOMS = (
    "catalogue.signals",
    "compare.views",
    "credentials.signals",
    "credentials.views",
    "data.views",
    "figures.views",
    "history.signals",
    "map.views",
    "questions.views",
    "sheet.views",
)


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = _("Showcase")

    def ready(self) -> None:
        from home.providers import provide_criteria
        from showcase.models import Criterion

        for module in ROOMS:
            import_module(f"showcase.{module}")
        provide_criteria(Criterion.objects.in_force)
