"""The roles of the studio and what each may do, as data.

A role is a group and nothing else: no code asks for a group by its name, only for permissions, so an
administrator may rename, change, add or remove roles. The first migration of this app makes these; nothing
remakes them later. Names are in both languages because a group has one name, which everybody reads whatever
their own language.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.management import create_permissions

from home.permissions import TRANSLATE

ENTER = "wagtailadmin.access_admin"
SUBMIT_TRANSLATION = "wagtail_localize.submit_translation"


def every(model: str, *actions: str) -> tuple[str, ...]:
    """The permissions of a model, such as `home.add_source`; add, change and delete unless said."""
    app, name = model.split(".")
    return tuple(f"{app}.{action}_{name}" for action in actions or ("add", "change", "delete"))


def library(*actions: str) -> tuple[str, ...]:
    """The permissions on all pictures and documents."""
    return tuple(
        name
        for action in actions
        for name in (f"wagtailimages.{action}_image", f"wagtaildocs.{action}_document")
    )


@dataclass(frozen=True)
class Role:
    """One role. `page` holds actions on the whole tree, `library` permissions on all collections."""

    name: str
    # The name that Wagtail's own migrations gave to the same role.
    known_as: str = ""
    permissions: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    library: tuple[str, ...] = ()
    approves: bool = False


EDITORS = Role(
    name="Rédaction · Editors",
    known_as="Editors",
    permissions=(ENTER, SUBMIT_TRANSLATION, *every("home.source", "add", "change")),
    page=("add", "change"),
    library=library("add", "change", "choose"),
)
TRANSLATORS = Role(
    name="Traduction · Translators",
    # wagtail-localize asks for "change" of a record before it opens its translation; only who may also
    # publish the record gets its own form (`studio.records`).
    permissions=(
        ENTER,
        TRANSLATE,
        SUBMIT_TRANSLATION,
        *every("showcase.criterion", "change"),
        *every("home.siteframe", "change"),
    ),
    library=library("choose"),
)
MODERATORS = Role(
    name="Modération · Moderators",
    known_as="Moderators",
    permissions=(
        *EDITORS.permissions,
        *every("home.source", "delete"),
        *every("showcase.criterion", "change", "publish"),
        *every("home.contactmessage", "view", "delete"),
    ),
    page=("add", "change", "publish", "lock", "unlock"),
    library=library("add", "change", "choose"),
    approves=True,
)
JURORS = Role(name="Jury · Jurors", permissions=(ENTER,))
ADMINISTRATORS = Role(
    name="Administration · Administrators",
    permissions=(
        *MODERATORS.permissions,
        TRANSLATE,
        *every("showcase.criterion", "add", "delete"),
        *every("showcase.criteriagrid"),
        *every("home.siteframe", "add", "change", "delete", "publish"),
        *every("home.publishersettings", "change"),
        *every("home.user"),
        *every("auth.group"),
        *every("wagtailcore.site"),
        *every("wagtailcore.locale"),
        *every("wagtailcore.workflow"),
        *every("wagtailcore.task"),
        *every("wagtailredirects.redirect"),
    ),
    page=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    library=(*library("add", "change", "choose"), *every("wagtailcore.collection")),
    approves=True,
)

# Who examines readers' questions about badges; granted by the migration that follows their table.
ANSWERING = {
    EDITORS: every("showcase.question", "view", "change"),
    MODERATORS: every("showcase.question", "view", "add", "change", "delete"),
    ADMINISTRATORS: every("showcase.question", "view", "add", "change", "delete"),
}

# Who reads the register of credentials and revokes one; granted likewise.
REVOKING = {
    role: (
        *every("showcase.issuedcredential", "view"),
        *every("showcase.revocation", "view", "add", "change", "delete"),
    )
    for role in (MODERATORS, ADMINISTRATORS)
}

# Who reads, scores and answers applications; granted likewise. Who leads the jury is no juror by that.
LEADING = (*every("applications.application", "view"), "applications.lead_jury")
READING_APPLICATIONS = {
    JURORS: every("applications.review", "change"),
    MODERATORS: LEADING,
    ADMINISTRATORS: (*LEADING, *every("applications.applicationrules", "change")),
}

ROLES = (EDITORS, TRANSLATORS, MODERATORS, JURORS, ADMINISTRATORS)

# Wagtail's own workflow and its one task, under the names that Wagtail's migrations gave them.
REVIEW_KNOWN_AS = "Moderators approval"
REVIEW = "Relecture · Review"


def make_roles(apps: Any) -> None:
    """Make the groups with their permissions, and the review by moderators and administrators.

    `apps` is the registry of models of a migration, or Django's own. Every permission must exist. What is
    there already is kept: a role gains what it lacks and loses nothing.
    """
    groups = {role: _make_group(apps, role) for role in ROLES}
    _make_review(apps, [group for role, group in groups.items() if role.approves])


def grant(apps: Any, permissions: dict[Role, tuple[str, ...]]) -> None:
    """Give more permissions to the roles that are still there under their name, and to no other."""
    for role, names in permissions.items():
        for group in apps.get_model("auth", "Group").objects.filter(name=role.name):
            group.permissions.add(*(_permission(apps, name) for name in names))


def make_permissions(apps: Any, app: str, database: str) -> None:
    """Make the permissions of an app's tables in a migration: Django makes them once all migrations have run,
    which is too late for a migration that grants them.
    """
    config = apps.get_app_config(app)
    config.models_module = True
    create_permissions(config, apps=apps, using=database, verbosity=0)
    config.models_module = None


def _make_group(apps: Any, role: Role) -> Any:
    groups = apps.get_model("auth", "Group").objects
    known = groups.filter(name=role.known_as).first() if role.known_as else None
    if known and not groups.filter(name=role.name).exists():
        known.name = role.name
        known.save()
    group, _made = groups.get_or_create(name=role.name)
    group.permissions.add(*(_permission(apps, name) for name in role.permissions))
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root:
        for action in role.page:
            permission = _permission(apps, f"wagtailcore.{action}_page")
            group.page_permissions.get_or_create(page=root, permission=permission)
    collection = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    if collection:
        for name in role.library:
            permission = _permission(apps, name)
            group.collection_permissions.get_or_create(collection=collection, permission=permission)
    return group


def _permission(apps: Any, name: str) -> Any:
    app, codename = name.split(".")
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get(content_type__app_label=app, codename=codename)


def _make_review(apps: Any, approvers: list) -> None:
    """One step, approved by any of the groups, for every page of the site."""
    task_model = apps.get_model("wagtailcore", "GroupApprovalTask")
    workflow_model = apps.get_model("wagtailcore", "Workflow")
    task = task_model.objects.filter(name__in=[REVIEW_KNOWN_AS, REVIEW]).first()
    if task is None:
        kind = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="wagtailcore", model="groupapprovaltask"
        )[0]
        task = task_model(content_type_id=kind.pk)
    task.name, task.active = REVIEW, True
    task.save()
    task.groups.add(*approvers)
    workflow = workflow_model.objects.filter(name__in=[REVIEW_KNOWN_AS, REVIEW]).first() or workflow_model()
    workflow.name, workflow.active = REVIEW, True
    workflow.save()
    steps = apps.get_model("wagtailcore", "WorkflowTask").objects
    steps.get_or_create(workflow_id=workflow.pk, task_id=task.pk, defaults={"sort_order": 0})
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root:
        # A page has one workflow: where an administrator has attached another, that one stays.
        apps.get_model("wagtailcore", "WorkflowPage").objects.get_or_create(
            page_id=root.pk, defaults={"workflow_id": workflow.pk}
        )
