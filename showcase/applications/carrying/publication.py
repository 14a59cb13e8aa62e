"""What follows when editors publish the page of a file, and what stands against it before."""

import logging
from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupApprovalTask, Page
from wagtail.signals import page_published

from showcase.applications.carrying.checking import waits_for_the_project
from showcase.applications.letters.writing import write_to_all
from showcase.applications.models import Application, EventKind, State
from showcase.applications.steps import Actor, held, move
from showcase.models import ProjectPage

LINK_MINUTES = 14 * 24 * 60
AT_AN_HOUR_THAT_WAS_SET = "wagtail.publish.scheduled"
log = logging.getLogger(__name__)


@receiver(page_published, sender=ProjectPage, dispatch_uid="applications_page_published")
def follow(instance: ProjectPage, **kwargs: Any) -> None:
    """Everybody on the file is told, once, that its page is public, which moves the file; and once of each
    translation that is published after it, to read what it makes them say.
    """
    if not instance.live:  # Wagtail says so too where an hour is set
        return
    carried = Application.objects.filter(state__in=(State.ACCEPTED, State.PUBLISHED))
    application = carried.filter(page__translation_key=instance.translation_key).first()
    if application is None:
        return
    with held(application) as file:
        if file.page_id == instance.pk:
            _tell_of_page(file, instance)
        elif file.state == State.PUBLISHED and instance.first_published_at == instance.last_published_at:
            _tell_of_translation(file, instance)


def _tell_of_page(file: Application, page: ProjectPage) -> None:
    if file.state == State.ACCEPTED:
        # Wagtail knows who publishes, and does not say it with its signal. At an hour that was set: nobody.
        actor = Actor(user=get_active_log_context().user)
        move(file, State.PUBLISHED, EventKind.PUBLISHED, actor, page=page.pk)
        write_to_all("published", file, number="1", addresses=_addresses(page))


def _tell_of_translation(file: Application, page: ProjectPage) -> None:
    write_to_all(
        "translated",
        file,
        number=page.locale.language_code,
        leads_to="data",
        link_minutes=LINK_MINUTES,
        address=page.full_url,
    )


def _addresses(page: ProjectPage) -> list[str]:
    """Where the page can be read, in its own language first."""
    others = page.get_translations().live().order_by("locale__language_code")
    return [version.full_url for version in (page, *others) if version.full_url]


@receiver(pre_delete, sender=ProjectPage, dispatch_uid="applications_page_deleted")
def hold_on_to_what_stays(instance: ProjectPage, **kwargs: Any) -> None:
    """Where the page of a file is deleted and a translation of it stays, that is the page of the file from
    then on: so it is deleted with the file, and the file not while it is public.
    """
    files = Application.objects.filter(page=instance)
    if files and (other := instance.get_translations().order_by("-live").first()):
        files.update(page=other)


def stands_against(page: Page, revision: ProjectPage | None = None) -> str:
    """Why a page may not be published, in any language; empty where it may. Nobody publishes what the project
    has not approved, as it was promised, nor what it withdrew. `revision`: as a draft has it that may be an
    older one.
    """
    key = page.translation_key
    if Application.objects.filter(state=State.WITHDRAWN, page__translation_key=key).exists():
        return _("“%(page)s” is not published: the project has withdrawn it.") % {"page": page.title}
    if not waits_for_the_project(key, revision):
        return ""
    words = _(
        "“%(page)s” is not published: the project has not approved its page as it is now. Your changes are"
        " kept as a draft."
    )
    return words % {"page": page.title}


def _approve_with_the_project(task: GroupApprovalTask, page: Any, user: Any) -> list[tuple[str, str, bool]]:
    """The actions of a step of a workflow: none that would publish what the project has not approved."""
    actions = _all_actions(task, page, user)
    is_project = isinstance(page, Page) and issubclass(page.specific_class or Page, ProjectPage)
    if actions and is_project and stands_against(page):
        return [action for action in actions if action[0] != "approve"]
    return actions


def _publish_with_the_project(action: PublishPageRevisionAction, *args: Any, **kwargs: Any) -> None:
    """Publish a revision, whoever asks and by whatever door, unless something stands against it."""
    page, revision = action.object, action.revision
    words = stands_against(page, page) if isinstance(page, ProjectPage) else ""
    if words and action.log_action == AT_AN_HOUR_THAT_WAS_SET:
        # The pages whose hour has come too are published after it.
        log.warning("Revision %s of page %s is not published at its hour: %s", revision.pk, page.pk, words)
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
    elif words:
        raise PublishPagePermissionError(words)
    else:
        _publish(action, *args, **kwargs)


# Bulk actions with what lies below, the API of the admin and wagtail-localize ask no hook either.
_publish = PublishPageRevisionAction.execute
PublishPageRevisionAction.execute = _publish_with_the_project

# Wagtail has no hook before a workflow publishes. It asks a task for its actions everywhere: in the editor,
# on the dashboard, and again when one of them is taken.
_all_actions = GroupApprovalTask.get_actions
GroupApprovalTask.get_actions = _approve_with_the_project
