from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "glossary"
    verbose_name = _("Glossary")

    def ready(self) -> None:
        from glossary import signals  # noqa: F401
        from glossary.store import link_page
        from home.providers import provide_term_linker

        def linked(html, page):
            found = link_page(html, page)
            return found.html, [use.term for use in found.uses]

        provide_term_linker(linked)
