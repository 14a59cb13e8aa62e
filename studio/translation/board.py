"""What the translation board and the dashboard ask: the rows that a person may see, and their counts."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.permissions import user_can_edit_snippet_type

from studio.models import State, TranslationState
from studio.translation import facts

# What somebody has something to do about.
TO_DO = (State.MISSING, State.STALE, State.MACHINE, State.DRAFT)


def may_see(user) -> bool:
    """Whether there can be anything on the board for this person."""
    return page_permission_policy.user_has_any_permission(user, {"add", "change", "publish"}) or bool(
        _item_types(user)
    )


def board_rows(user, state: str | None = None) -> QuerySet[TranslationState]:
    """Rows of the translations that this person may edit; those in one state where it is given.

    A page is theirs where they may edit its source or its translation; one that is missing is also
    theirs who may submit pages for translation.
    """
    rows = TranslationState.objects.all()
    if not user.is_superuser:
        rows = rows.filter(_theirs(user))
    return rows.filter(state=state) if state else rows


def counts(user) -> dict[str, int]:
    """How many of the person's translations are in each state, every state named, in the order of urgency."""
    found = dict(board_rows(user).order_by().values_list("state").annotate(Count("pk")))
    return {state.value: found.get(state.value, 0) for state in State}


def _theirs(user) -> Q:
    pages = page_permission_policy.instances_user_has_permission_for(user, "change").order_by().values("pk")
    theirs = Q(source_page__in=pages) | Q(target_page__in=pages)
    if user.has_perm("wagtail_localize.submit_translation"):
        theirs |= Q(state=State.MISSING, source_page__in=Page.objects.live().order_by().values("pk"))
    return theirs | Q(source_page=None, content_type__in=_item_types(user))


def _item_types(user) -> list[int]:
    models = [model for model in facts.item_models() if user_can_edit_snippet_type(user, model)]
    return [ContentType.objects.get_for_model(model).pk for model in models]
