"""Which service may translate, told by the environment; none where nothing is said."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env

SERVICES = ("deepl", "libretranslate")


def connector() -> dict[str, Any] | None:
    """wagtail-localize's setting WAGTAILLOCALIZE_MACHINE_TRANSLATOR; None where MACHINE_TRANSLATION is empty.

    Raises ImproperlyConfigured, in one line, where the service is unknown or something of it is missing.
    """
    service = env.text("MACHINE_TRANSLATION").lower()
    if not service:
        return None
    if service not in SERVICES:
        raise ImproperlyConfigured(
            f"MACHINE_TRANSLATION={service!r} is not known: write deepl or libretranslate."
        )
    url = env.text("MACHINE_TRANSLATION_URL").rstrip("/")
    if url and not url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"MACHINE_TRANSLATION_URL={url!r} is not an address: start it with http:// or https://."
        )
    timeout = env.integer("MACHINE_TRANSLATION_TIMEOUT", 15)
    if timeout < 1:
        raise ImproperlyConfigured("MACHINE_TRANSLATION_TIMEOUT is a number of seconds, 1 or more.")
    return _deepl(url, timeout) if service == "deepl" else _libretranslate(url, timeout)


def _deepl(url: str, timeout: int) -> dict[str, Any]:
    key = env.required("MACHINE_TRANSLATION_KEY", "DeepL asks for the key of your account.")
    return {
        "CLASS": "studio.translation.machine.DeepL",
        "OPTIONS": {"AUTH_KEY": key, "URL": url, "TIMEOUT": timeout},
    }


def _libretranslate(url: str, timeout: int) -> dict[str, Any]:
    if not url:
        env.required("MACHINE_TRANSLATION_URL", "write the address of a LibreTranslate server.")
    return {
        "CLASS": "studio.translation.machine.LibreTranslate",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": url,
            "API_KEY": env.text("MACHINE_TRANSLATION_KEY"),
            "TIMEOUT": timeout,
        },
    }
