from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    name = "studio"
    verbose_name = _("Studio")

    def ready(self) -> None:
        from studio import conflicts, submitting  # noqa: F401  its receiver connects
        from studio.quality import rules  # noqa: F401  they register
        from studio.quality import signals as quality_signals  # noqa: F401  its receivers connect
        from studio.quality.links import notice as links_notice  # noqa: F401
        from studio.translation import notice, signals  # noqa: F401

        submitting.install()
