"""The editors' queue of questions."""

from typing import Any

import django_filters
from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.models import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from home.exports import as_text
from showcase.models.grid import Criterion
from showcase.questions.answering import answer
from showcase.questions.forms import AnswerForm
from showcase.questions.models import Question

WRITTEN_BY_READERS = ("title", "message", "evidence_url", "evidence", "name", "email")


class NobodyAddsPolicy(ModelPermissionPolicy):
    """Questions are the public's: nobody writes one here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def projects(*_args: Any) -> list[tuple[str, str]]:
    """The projects that somebody has asked about, by title."""
    asked = Question.objects.order_by("title").values_list("project", "title").distinct()
    return sorted({str(key): title for key, title in asked}.items(), key=lambda pair: pair[1])


def criteria(*_args: Any) -> list[tuple[str, str]]:
    """The criteria of every version of the grid, in the language of who looks."""
    found = Criterion.objects.filter(is_gate=False, locale__language_code=get_language())
    codes = found.order_by("grid__version", "sort_order").values_list("code", "short_title")
    return list(dict(codes).items())


class QuestionsFilter(WagtailFilterSet):
    project = django_filters.ChoiceFilter(label=_("Project"), choices=projects)
    criterion = django_filters.ChoiceFilter(label=_("Criterion"), choices=criteria)

    class Meta:
        model = Question
        fields = ["state", "kind", "outcome"]


class QuestionsView(IndexView):
    custom_field_preprocess = {name: {"csv": as_text} for name in WRITTEN_BY_READERS}

    def get_base_queryset(self):
        titles = Criterion.objects.filter(
            code=OuterRef("criterion"), locale__language_code=get_language()
        ).order_by("-grid__version")
        return super().get_base_queryset().annotate(about=Subquery(titles.values("short_title")[:1]))


class AnswerView(EditView):
    def save_instance(self) -> Question:
        question = self.form.save(commit=False)
        answer(question, self.request.user)
        self.has_content_changes = self.form.has_changed()
        log(instance=question, action="wagtail.edit", content_changed=self.has_content_changes)
        return question


def read_only(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name, read_only=True) for name in names]


class QuestionViewSet(ModelViewSet):
    model = Question
    icon = "help"
    index_view_class = QuestionsView
    edit_view_class = AnswerView
    filterset_class = QuestionsFilter
    menu_label = _("Questions")
    menu_name = "questions"
    menu_order = 222
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("kind", label=_("About"), accessor="get_kind_display", sort_key="kind"),
        Column("about", label=_("Criterion"), sort_key="criterion"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display", sort_key="outcome"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_export = ["received_at", "kind", "criterion", *WRITTEN_BY_READERS, "state", "outcome", "answered_at"]
    search_fields = ["title", "message", "name", "email"]
    inspect_view_fields = [
        "title",
        "kind",
        "criterion",
        "message",
        "evidence_url",
        "evidence",
        "name",
        "email",
        "language",
        "received_at",
        "sent_at",
        "state",
        "outcome",
        "note_fr",
        "note_en",
        "answered_at",
        "answered_by",
        "answer_sent_at",
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="showcase/questions/admin_links.html"),
            MultiFieldPanel(
                [
                    *read_only("kind", "message", "evidence_url", "evidence"),
                    FieldRowPanel(read_only("name", "email", "language")),
                ],
                heading=_("What the reader wrote"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(["state", "outcome"]), "note_fr", "note_en"],
                heading=_("What you decide"),
            ),
        ],
        base_form_class=AnswerForm,
    )

    @property
    def permission_policy(self) -> NobodyAddsPolicy:
        return NobodyAddsPolicy(self.model)
