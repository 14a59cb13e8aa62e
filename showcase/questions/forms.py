"""The form of the public, and that of the editors."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from home.public_form import PublicForm
from showcase.models.assessments import latest_of_each
from showcase.models.projects import ProjectPage
from showcase.questions.models import Question, QuestionKind, QuestionState
from showcase.questions.posting import tell_editors


class QuestionForm(PublicForm):
    """A question about a project's page or one of its findings."""

    counted_as = "question"
    pass_on = tell_editors

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you contest a finding or report a mistake.")},
    )
    criterion = forms.ChoiceField(
        label=_("Which criterion?"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the criteria of this page, or none.")},
    )
    evidence_url = forms.URLField(
        label=_("Address of a document"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("A public page or document that we can open."),
        error_messages={
            "invalid": _("This address is not complete. It should look like https://example.org/report.")
        },
    )

    class Meta:
        model = Question
        fields = ["kind", "criterion", "message", "evidence_url", "evidence", "name", "email"]
        labels = {"message": _("What is wrong, and why?"), "evidence": _("What the document shows")}
        help_texts = {
            "evidence": _("The passage, the page, the figure. Or evidence that is not online."),
            "email": _("Only if you would like an answer. It is shown nowhere."),
            "name": _("It is shown nowhere."),
        }
        widgets = {
            "message": forms.Textarea(attrs={"rows": 7}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {
            "email": {
                "invalid": _("This address is not complete. It should look like name@example.org."),
            },
            "message": {
                "required": _("Your message is empty. Write what you want to tell us."),
                "max_length": _(
                    "Your message has %(show_value)d characters; we can take %(limit_value)d."
                    " Shorten it and send it again: nothing you wrote is lost."
                ),
            },
            "evidence": {
                "max_length": _(
                    "This text has %(show_value)d characters; we can take %(limit_value)d."
                    " Shorten it and send it again: nothing you wrote is lost."
                ),
            },
        }

    def __init__(self, data=None, *, page: ProjectPage, request: HttpRequest):
        assessments = page.assessments.select_related("criterion__grid").defer("evidence")
        criteria = [(found.criterion.code, found.criterion.title) for found in latest_of_each(assessments)]
        asked_about = request.GET.get("criterion", "")
        known = asked_about in dict(criteria)
        initial = {"criterion": asked_about, "kind": QuestionKind.CONTEST} if known else {}
        super().__init__(data, request=request, initial=initial)
        asked = self.instance
        asked.page, asked.project, asked.title = page, page.translation_key, page.title
        choices = [("", _("None: the page as a whole")), *criteria]
        self.fields["criterion"].choices = choices  # type: ignore[attr-defined]
        self.fields["evidence"].widget.attrs.pop("maxlength", None)
        self.mark_errors()

    def clean(self):
        data = self.cleaned_data
        if data.get("kind") == QuestionKind.CONTEST and data.get("criterion") == "":
            self.add_error("criterion", _("Choose the criterion whose finding you contest."))
        return super().clean()


class AnswerForm(WagtailAdminModelForm):
    """What the editors decide. Only this is theirs: the question stays as it was written."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome"):
            for name in ("note_fr", "note_en"):
                if not cleaned.get(name, "").strip():
                    self.add_error(name, _("Say in this language what you checked and what you decide."))
        elif self.instance.answered_at:
            self.add_error("outcome", _("An outcome that was shown cannot be taken back."))
        elif cleaned.get("state") == QuestionState.ANSWERED:
            self.add_error("outcome", _("Choose an outcome: it is the answer."))
        return cleaned
