"""Seeing a page in the site's other language before it is published."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

PREFIX = "in-"


def language_name(code: str) -> str:
    """In the language of whoever reads it."""
    return str(dict(settings.LANGUAGES)[code])


def modes(page: Page) -> list[tuple[str, str]]:
    """(mode, label): the page itself first, then each other language of the site."""
    own = page.locale.language_code
    others = [code for code, _name in settings.LANGUAGES if code != own]
    return [("", language_name(own)), *((f"{PREFIX}{code}", language_name(code)) for code in others)]


def in_other_language(page: Page, request: HttpRequest, mode: str) -> HttpResponse:
    """The translated page as it would be published now; a notice where there is none.

    `request` is the one that Wagtail makes up for a preview. The translated page gets one of its own, with
    its own address, so that everything around it is in its language too.
    """
    code = mode.removeprefix(PREFIX)
    translated = translated_draft(page, code)
    if translated is not None:
        return translated.make_preview_request(request, translated.default_preview_mode)
    context = {"language": language_name(code), "page": page}
    return TemplateResponse(request, "home/preview_missing.html", context)


def translated_draft(page: Page, code: str) -> Page | None:
    """The page in the language `code` with the latest words, saved or not; None where nothing was begun."""
    locale = Locale.objects.filter(language_code=code).first()
    target = page.get_translation_or_none(locale) if locale else None
    if target is None:
        return None
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=locale, enabled=True)
        .select_related("source", "target_locale")
        .first()
    )
    if translation is None or translation.source.locale_id != page.locale_id:
        return target.get_latest_revision_as_object()
    with override(code):
        return translation.source.get_ephemeral_translated_instance(locale, fallback=True)
