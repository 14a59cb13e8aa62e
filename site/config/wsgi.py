"""The way in for a web server: files first, then ready pages, then Django."""

import os
import sys
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Settings: {error}")

from django.conf import settings
from granian.utils.proxies import wrap_wsgi_with_proxy_headers
from whitenoise import WhiteNoise

from config.page_cache import PageCache

application: Callable = django_application
if not settings.DEBUG:  # whoever changes a template wants to see it
    application = PageCache(
        application,
        version_file=settings.CONTENT_VERSION_FILE,
        prefixes=tuple(f"/{code}/" for code, _name in settings.LANGUAGES),
        session_cookie=settings.SESSION_COOKIE_NAME,
    )
if settings.STATIC_ROOT.is_dir():  # else `runserver` finds them where they are written
    application = WhiteNoise(
        application,
        root=str(settings.STATIC_ROOT),
        prefix=settings.STATIC_URL,
        max_age=60,
        # Names carry a hash of the content, so what they name never changes.
        immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
    )
if settings.TRUSTED_PROXIES:
    # Outermost: limits are kept by the reader's address, and pages by the scheme they are read with.
    application = wrap_wsgi_with_proxy_headers(application, settings.TRUSTED_PROXIES)
