from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = _("Showcase")

    def ready(self) -> None:
        from home.providers import provide_criteria
        from showcase.catalogue import signals  # noqa: F401  its receivers connect

        # Rooms whose views register their addresses: `from showcase.room import views`.
        from showcase.data import views as data  # noqa: F401
        from showcase.figures import views as figures  # noqa: F401
        from showcase.models import Criterion

        provide_criteria(Criterion.objects.in_force)
