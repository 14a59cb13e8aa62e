"""The way in for a web server: ready pages first, then files, then Django."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
try:
    django_application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Settings: {error}")

from django.conf import settings  # noqa: E402
from whitenoise import WhiteNoise  # noqa: E402

from config.page_cache import PageCache  # noqa: E402

files = WhiteNoise(
    django_application,
    root=str(settings.STATIC_ROOT),
    prefix=settings.STATIC_URL,
    max_age=60,
    # Names carry a hash of the content, so what they name never changes.
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
)
application = PageCache(files, version_file=settings.CONTENT_VERSION_FILE)
