"""The thread between a project and its jury, and the changes that answer a question."""

import uuid
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from home.languages import in_every_language
from showcase.applications.clicks import token_of
from showcase.applications.desk.gaps import attachments_of, changes_told
from showcase.applications.desk.overview import lines_of
from showcase.applications.desk.room import may_add
from showcase.applications.desk.sending import IncompleteError, ready, snapshot
from showcase.applications.models import Application, Attachment, EventKind, Message, Person, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.sections import Plan, plan_of
from showcase.applications.sections.changes import Change
from showcase.applications.sections.fields import LongTextField
from showcase.applications.steps import Actor, NotNowError, held, move
from showcase.applications.who import file_address, on_file

MOST_CHARACTERS = 5000


class NothingNewError(Exception):
    """Neither the thread nor the file says anything that the jury has not read."""


class MessageForm(forms.Form):
    """An answer in the thread. With `may_be_empty`, the button that gives the file back was pressed: what
    was changed in the file may be the whole answer.
    """

    text = LongTextField(
        label=_("Your answer"),
        max_length=MOST_CHARACTERS,
        help_text=_("5,000 characters at most. Everybody on the file and the jury can read it."),
        widget=forms.Textarea(attrs={"rows": 6, "data-most": MOST_CHARACTERS}),
        error_messages={"required": _("Write your answer first.")},
    )
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, may_be_empty: bool = False):
        super().__init__(data, initial={"token": uuid.uuid4()})
        self.fields["text"].required = not may_be_empty

    def clean_token(self) -> uuid.UUID:
        """That of the page, which makes two clicks one; a new one where it is none."""
        try:
            return uuid.UUID(self.cleaned_data["token"])
        except ValueError:
            return uuid.uuid4()


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def questions(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The thread. POST adds an answer to it (`answer`), or gives the file back to the jury (`done`) with
    what stands in the field for an answer.
    """
    application = person.application
    if application.state == State.DRAFT:
        return redirect(file_address(application, "file"))
    if request.method != "POST":
        return _page(request, application, MessageForm())
    gives_back = "done" in request.POST
    form = MessageForm(request.POST, may_be_empty=gives_back)
    if not may_add(application, form, "text"):
        return _page(request, application, form, status=422)
    text, token = form.cleaned_data["text"], form.cleaned_data["token"]
    try:
        if gives_back:
            give_back(person, text, token)
            return redirect(f"{file_address(application, 'state')}?done=answered#done")
        add(person, text, token)
    except IncompleteError as error:
        return _page(request, application, form, status=422, missing=error.lacking)
    except NothingNewError:
        return _page(request, application, form, status=422, nothing=True)
    except NotNowError:
        application.refresh_from_db()
        return _page(request, application, form, status=409, unsent=text)
    return redirect(f"{file_address(application, 'questions')}?added=1#answer")


def _page(
    request: HttpRequest, application: Application, form: MessageForm, *, status: int = 200, **said: Any
) -> HttpResponseBase:
    waits = application.state == State.QUESTIONS
    messages = list(application.messages.select_related("person"))
    plan = plan_of(application)
    attachments = attachments_of(application)
    context = {
        "application": application,
        "messages": [(message, _title(plan, message.section)) for message in messages],
        "form": form,
        "changes": _changes(application, plan, attachments) if waits else [],
        "lines": lines_of(plan, attachments) if waits else [],
        "may_write": application.state in WITH_THE_JURY,
        "added": "added" in request.GET and request.method != "POST",
        "addresses": in_every_language("applications:questions", application.key),
        **said,
    }
    return render(request, "applications/desk/questions.html", context, status=status)


def _title(plan: Plan, code: str) -> Any:
    return plan.kinds[code].title if code in plan.kinds else ""


def _changes(
    application: Application, plan: Plan, attachments: dict[str, Attachment]
) -> list[tuple[Any, list[Change]]]:
    found = changed(application, plan, attachments)
    return [(plan.kinds[code].title, lines) for code, lines in found.items()]


def changed(
    application: Application, plan: Plan, attachments: dict[str, Attachment]
) -> dict[str, list[Change]]:
    """What the file says otherwise than when it was last sent: {code of a section: its changes}."""
    last = application.snapshots.last()
    return changes_told(plan_of(application, last.sections), plan, attachments) if last else {}


def add(person: Person, text: str, token: uuid.UUID) -> None:
    """Put an answer in the thread. A text sent twice with one token is one answer. Raises NotNowError where
    the jury does not have the file.
    """
    with held(person.application) as application:
        _add(application, person, text, token)


def _add(application: Application, person: Person, text: str, token: uuid.UUID) -> None:
    token = token_of(token, application, text)
    if Message.objects.filter(token=token).exists():
        return  # sent twice
    if application.state not in WITH_THE_JURY:
        raise NotNowError(application.state)
    try:
        with transaction.atomic():
            Message.objects.create(
                application=application, token=token, from_jury=False, person=person, text=text
            )
    except IntegrityError:
        pass  # the same, at the same time


def give_back(person: Person, text: str, token: uuid.UUID) -> None:
    """Give a file with questions back to the jury as it is now, with a last answer where there is one: all of
    it or nothing. A file that was given back stays so.

    Raises IncompleteError where something is missing in the file, NothingNewError where nothing was answered
    or changed, and NotNowError where there is an answer, and nobody to read it any more.
    """
    with held(person.application) as application:
        if text:
            _add(application, person, text, token)
        if application.state != State.QUESTIONS:
            return
        plan = ready(application)
        last = application.messages.last()
        is_answered = last is not None and not last.from_jury
        if not is_answered and not changed(application, plan, attachments_of(application)):
            raise NothingNewError
        snapshot(application, plan)
        move(application, State.READING, EventKind.ANSWERED, Actor(person=person))
