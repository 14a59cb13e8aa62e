from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = _("Showcase")

    def ready(self) -> None:
        from home.providers import provide_criteria
        from showcase.catalogue import signals  # noqa: F401  its receivers connect
        from showcase.map import views as map_views  # noqa: F401  they register their addresses
        from showcase.models import Criterion
        from showcase.sheet import views as sheet_views  # noqa: F401

        provide_criteria(Criterion.objects.in_force)
