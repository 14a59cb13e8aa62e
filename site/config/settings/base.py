"""Settings shared by every environment. `dev`, `test` and `production` add what differs."""

import importlib.util
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from xstatic.pkg import leaflet

from config import csp, env, machine_translation, uploads
from config.databases import database

BASE_DIR = Path(__file__).resolve().parents[3]
env.load_dotenv(BASE_DIR / ".env")
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []
TRUSTED_PROXIES: list[str] = []
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "home",
    "showcase",
    "showcase.applications",
    "glossary",
    "studio",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.api.v2",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # What is not kept ready: a showcase under filters, data.
    "config.compression.TextGZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.csp.ContentSecurityPolicyMiddleware",
    # Before the session: it decides by the address alone, so that public pages do not vary by cookie.
    "config.languages.LocaleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "studio.gate.AdminGate",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.frame",
            ],
        },
    }
]


DATABASES = {"default": database(env.text("DATABASE_URL", f"sqlite:///{VAR_DIR}/passerelle.sqlite3"))}

CACHE_URL = env.text("CACHE_URL")
if CACHE_URL and importlib.util.find_spec("redis") is None:
    raise ImproperlyConfigured("CACHE_URL needs the Redis client: pip install 'passerelle[redis]'")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "home.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "home.views.form_not_checked"
AXES_VERBOSE = False  # no line in the log at each start
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HTTP_RESPONSE_CODE = 429

# French is the source language: pages are written in it and translated from it.
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
# A translation is published by whoever has finished it, never by submitting its source.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translation.connector()
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
GUIDE_DIR = BASE_DIR / "docs" / "guide"
STATICFILES_DIRS = [
    BASE_DIR / "site" / "static",
    ("guide", GUIDE_DIR / "img"),
    ("leaflet", leaflet.BASE_DIR),
]
# A server of map pictures, as https://tiles.example.org/{z}/{x}/{y}.png; none is asked while this is empty.
MAP_TILES_URL = env.text("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.text("MAP_TILES_ATTRIBUTION", "")
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=True)  # a web server in front does it better
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": uploads.private(VAR_DIR),
}
ATTACHMENTS, FILE_UPLOAD_HANDLERS = uploads.ATTACHMENTS, uploads.HANDLERS

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Passerelle <passerelle@localhost>")
CONTACT_EMAIL = env.text("CONTACT_EMAIL")
ALTCHA = env.flag("ALTCHA")  # a proof of work before a link is sent to an address
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS")  # scans what applicants add; host:port, or the path of a socket

WAGTAIL_SITE_NAME = "Passerelle"
BASE_URL_GIVEN = bool(env.text("BASE_URL"))
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", f"http://localhost:{env.integer('PORT', 8000)}")
WAGTAILIMAGES_IMAGE_MODEL = "home.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "home.CustomDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # asks who may read, wherever files are kept
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses are copied, printed and read aloud
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing is fetched from another host
# A version is saved this long after the last key, in milliseconds: twice a second would keep SQLite busy.
WAGTAIL_AUTOSAVE_INTERVAL = 2000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
TAGGIT_CASE_INSENSITIVE = True

PERMISSIONS_POLICY: dict[str, list] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
CONTENT_SECURITY_POLICY = csp.PUBLIC
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Where `manage.py credential_keys` keeps what credentials are signed with: never in the database.
CREDENTIAL_KEYS_DIR = Path(env.text("CREDENTIAL_KEYS_DIR", str(VAR_DIR / "credential-keys")))

# A file whose time every publication moves: whole pages kept in memory are good for one value of it.
CONTENT_VERSION_FILE = VAR_DIR / "content-version"
