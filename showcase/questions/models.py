"""A reader's question about a project, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.models.contact import ReceivedMessage
from showcase.history.models import Outcome
from showcase.models.grid import Criterion


class QuestionKind(models.TextChoices):
    CONTEST = "contest", _("I contest a finding")
    MISTAKE = "mistake", _("There is a mistake on the page")


class QuestionState(models.TextChoices):
    NEW = "new", _("new")
    REVIEW = "review", _("under review")
    ANSWERED = "answered", _("answered")


class Question(ReceivedMessage):
    """What a reader asked, as it was written, and below it what the editors make of it.

    It knows its project by what all translations share and by the title it had, so that it outlives the page.
    """

    # Nothing public points here, and what the reader pasted is no link of the site.
    wagtail_reference_index_ignore = True

    project = models.UUIDField(_("project"), db_index=True, editable=False)
    page = models.ForeignKey(
        "showcase.ProjectPage",
        verbose_name=_("page"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("project"), max_length=255, editable=False)
    kind = models.CharField(_("what it is about"), max_length=10, choices=QuestionKind.choices)
    criterion = models.SlugField(_("criterion"), max_length=30, blank=True)
    message = models.TextField(_("message"), max_length=5000)
    evidence_url = models.URLField(_("address of a document"), max_length=500, blank=True)
    evidence = models.TextField(_("what the document shows"), max_length=3000, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=QuestionState.choices,
        default=QuestionState.NEW,
        db_index=True,
        help_text=_("Recording an outcome answers the question."),
    )
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        help_text=_(
            "Shown to everybody in the history of the badge or of the page, without the reader’s name."
            " What was shown stays: another outcome is added to it."
        ),
    )
    note_fr = models.TextField(
        _("public note in French"),
        max_length=1000,
        blank=True,
        help_text=_("One to three sentences: what you checked and why you decide so. Name nobody."),
    )
    note_en = models.TextField(
        _("public note in English"),
        max_length=1000,
        blank=True,
        help_text=_("The same in English."),
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)
    answer_sent_at = models.DateTimeField(_("answer sent"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta(ReceivedMessage.Meta):
        verbose_name = _("question from a reader")
        verbose_name_plural = _("questions from readers")

    def __str__(self) -> str:
        return f"{self.title} ({self.get_kind_display()})"

    def get_criterion_display(self) -> str:
        """The short title of the criterion in the reader’s language; empty for the page as a whole."""
        titles = Criterion.objects.filter(code=self.criterion, locale__language_code=get_language())
        return (
            titles.order_by("-grid__version").values_list("short_title", flat=True).first() or self.criterion
        )

    @property
    def notes(self) -> dict[str, str]:
        return {"fr": self.note_fr, "en": self.note_en}
