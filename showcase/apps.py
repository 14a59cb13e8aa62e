from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShowcaseConfig(AppConfig):
    name = "showcase"
    verbose_name = _("Showcase")

    def ready(self) -> None:
        from home.providers import provide_criteria
        from showcase.catalogue import signals  # noqa: F401  its receivers connect
        from showcase.credentials import signals as credential_signals  # noqa: F401  its receivers connect
        from showcase.credentials import views  # noqa: F401  its addresses register
        from showcase.models import Criterion

        # Rooms whose views register their addresses: `from showcase.room import views`.
        provide_criteria(Criterion.objects.in_force)
