"""The moment of the last change that a reader could see, shared by every process of this machine.

Whole pages kept ready in memory (`config.page_cache`) are good for one value of it. It is the time of
a file's last change: reading it costs a microsecond and needs no database.
"""

import os
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

# Rows that come and go without any page changing.
UNSEEN_APPS = {
    "sessions",
    "axes",
    "django_tasks_db",
    "contenttypes",
    "admin",
    "migrations",
    "wagtail_localize",
}
UNSEEN_MODELS = {
    "home.contactmessage",
    "home.user",
    "wagtailcore.pagelogentry",
    "wagtailcore.modellogentry",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.workflowstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.editingsession",
    "wagtailsearch.indexentry",
    "wagtailusers.userprofile",
}


@receiver([post_save, post_delete], dispatch_uid="content_version")
def move_on_change(sender, **kwargs) -> None:
    """Any row that could show on a page moves the version, once its transaction is committed."""
    meta = sender._meta
    if meta.app_label not in UNSEEN_APPS and meta.label_lower not in UNSEEN_MODELS:
        transaction.on_commit(move)


m2m_changed.connect(move_on_change, dispatch_uid="content_version_m2m")


def move() -> None:
    """Make everything kept ready out of date."""
    path = Path(settings.CONTENT_VERSION_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    # Not the file system's own clock, which stands still for milliseconds: two changes are two times.
    now = time.time_ns()
    os.utime(path, ns=(now, now))
