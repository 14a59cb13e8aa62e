"""The moment of the last change that a reader could see, shared by every process of this machine.

Whole pages kept ready in memory (`config.page_cache`) are good for one value of it. It is the time of
a file's last change: reading it costs a microsecond and needs no database.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

# Rows that come and go without any published page changing.
UNSEEN_APPS = {"sessions", "axes", "django_tasks_database", "contenttypes", "wagtail_localize"}
UNSEEN_MODELS = {
    # Of applications, only the rules and the answers show: whether projects may apply, and how long it takes.
    "applications.accesskey",
    "applications.appeal",
    "applications.application",
    "applications.approval",
    "applications.attachment",
    "applications.event",
    "applications.letter",
    "applications.message",
    "applications.person",
    "applications.reason",
    "applications.remark",
    "applications.review",
    "applications.score",
    "applications.section",
    "applications.snapshot",
    "applications.trace",
    "home.contactmessage",
    "home.customrendition",
    "home.user",
    "showcase.issuedcredential",
    "showcase.question",
    "showcase.revocation",
    "studio.translationstate",
    "studio.linkcheck",
    "studio.linkuse",
    "studio.problem",
    "wagtailadmin.editingsession",
    "wagtailadmin.formstate",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.uploadedfile",
    "wagtailcore.workflowstate",
    "wagtailsearch.indexentry",
    "wagtailusers.userprofile",
}
# What saving a draft writes into the row of a page.
DRAFT_FIELDS = {
    "wagtail_admin_comments",
    "latest_revision_created_at",
    "draft_title",
    "latest_revision",
    "has_unpublished_changes",
}


@receiver([post_save, post_delete], dispatch_uid="content_version")
def move_on_change(sender, update_fields: Iterable[str] | None = None, **kwargs) -> None:
    """Any row that could show on a page moves the version, once its transaction is committed."""
    meta = sender._meta
    if meta.app_label in UNSEEN_APPS or meta.label_lower in UNSEEN_MODELS:
        return
    if update_fields and DRAFT_FIELDS.issuperset(update_fields):
        return
    transaction.on_commit(move)


m2m_changed.connect(move_on_change, dispatch_uid="content_version_m2m")


def current() -> int:
    """The present version; 0 while nothing has ever changed."""
    try:
        return Path(settings.CONTENT_VERSION_FILE).stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def move() -> None:
    """Make everything kept ready out of date."""
    path = Path(settings.CONTENT_VERSION_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    # Not the file system's own clock, which stands still for milliseconds: two changes are two times.
    now = time.time_ns()
    os.utime(path, ns=(now, now))
