"""Submitting for translation without publishing what was not asked for.

wagtail-localize submits, with a page, the records that the page points at, and saves their translations
again with whatever words translators have prepared since: a criterion would become public because a project
was submitted.
"""

from wagtail_localize import operations


class CarefulCreator(operations.TranslationCreator):
    """Leaves alone what a page points at where it has its translation already."""

    def create_translations(self, instance, include_related_objects=True):
        pointed_at = not include_related_objects
        if pointed_at and self._is_translated(instance):
            return
        super().create_translations(instance, include_related_objects)

    def _is_translated(self, instance) -> bool:
        wanted = {locale.pk for locale in self.target_locales} - {instance.locale_id}
        there = set(instance.get_translations().values_list("locale_id", flat=True))
        return wanted <= there


def install() -> None:
    """wagtail-localize has no setting for this; it looks the class up by its name each time."""
    operations.TranslationCreator = CarefulCreator
