from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site and knowledge")

    def ready(self) -> None:
        from home import checks, content_version  # noqa: F401
