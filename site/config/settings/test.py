"""For the tests: real parts, small and quick; `TEST_DATABASE_URL` picks the database."""

import tempfile
from pathlib import Path

from config import env
from config.databases import database
from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
_var = Path(tempfile.mkdtemp(prefix="passerelle-test-"))
DATABASES = {"default": database(env.text("TEST_DATABASE_URL", f"sqlite:///{_var}/test.sqlite3"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
MEDIA_ROOT = _var / "media"
STATIC_ROOT = _var / "static"
STORAGES["private"]["OPTIONS"]["location"] = _var / "private"
CREDENTIAL_KEYS_DIR = _var / "credential-keys"
CONTENT_VERSION_FILE = _var / "content-version"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
# Nothing of the machine that runs the tests.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
