"""For working on the site: debug pages, mail on the console, a key that protects nothing."""

from config import env
from config.settings.base import *  # noqa: F403

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = "development-only-this-key-protects-nothing"  # noqa: S105
ALLOWED_HOSTS = ["*"]
# A console has no worker beside it: tasks run at once.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
