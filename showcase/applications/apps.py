from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Modules of the rooms that connect to signals, or register what letters enclose.
ROOMS = ("carrying.publication", "desk.receipt", "files.sweep", "jury.assigning")


class ApplicationsConfig(AppConfig):
    name = "showcase.applications"
    label = "applications"
    verbose_name = _("Applications")

    def ready(self) -> None:
        for module in ROOMS:
            import_module(f"{self.name}.{module}")
