"""Who may do what with a page, beyond Wagtail's own permissions.

Whoever writes has Wagtail's page permissions, from a point of the tree down. Whoever only translates has
none of them, so that everything Wagtail guards stays shut, and one permission of wagtail-localize's
instead.
"""

from typing import Any

from wagtail.models import PagePermissionTester
from wagtail_localize.models import Translation

# Django's own "change" permission of wagtail-localize's model: the right to write a translation.
TRANSLATE = "wagtail_localize.change_translation"


def is_translated_in_step(instance: Any) -> bool:
    """Whether the page or record is a translation that wagtail-localize keeps in step with its source."""
    return Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id, enabled=True
    ).exists()


class PageTester(PagePermissionTester):
    """Opens the translation editor, and nothing else, to a translator.

    Where Wagtail asks "may they edit?", wagtail-localize takes the editor over for a page that is a
    translation (its `before_edit_page` hook); so the answer may be yes for those pages without a way to the
    page's own form.
    """

    def can_edit(self) -> bool:
        return self.can_write() or self.can_translate()

    def can_write(self) -> bool:
        """Whether the page itself may be changed, as Wagtail understands it."""
        return super().can_edit()

    def can_translate(self) -> bool:
        return (
            self.user.is_active
            and not self.page_is_root
            and self.page.alias_of_id is None
            and self.user.has_perm(TRANSLATE)
            and is_translated_in_step(self.page)
        )

    def can_copy(self) -> bool:
        return self.can_write()
