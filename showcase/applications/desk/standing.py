"""Where a file stands: the steps behind it, the one it is at, the next one and when to expect it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from home.languages import in_every_language
from showcase.applications.keeping.delays import days_to_answer, expected_on
from showcase.applications.models import Application, EventKind, Person, State
from showcase.applications.models.files import WITH_THE_JURY
from showcase.applications.who import file_address, on_file

EVENTS_PER_PAGE = 30


@dataclass(frozen=True)
class Step:
    """One of the five steps: `place` is "done", "here", "ahead" or "skipped"; `words` say what it means."""

    title: str | Promise
    words: str | Promise
    place: str


# The steps in order, with what each means while a file is at it.
STEPS = (
    (
        State.RECEIVED,
        pgettext_lazy("step of a file", "Received"),
        _("Your file has come. Jurors are being chosen for it."),
    ),
    (
        State.READING,
        pgettext_lazy("step of a file", "Being read"),
        _("Jurors read it, each alone, then together."),
    ),
    (
        State.QUESTIONS,
        pgettext_lazy("step of a file", "Questions"),
        _("The jury needs something from you. Time stands still until you answer."),
    ),
    (State.ACCEPTED, pgettext_lazy("step of a file", "Decided"), _("The answer is there, with its reasons.")),
    (
        State.PUBLISHED,
        pgettext_lazy("step of a file", "Published"),
        _("The page is public, in French and in English."),
    ),
)
APPEAL = _("Your appeal has come. Other jurors are being chosen for it.")
QUESTIONS_AHEAD = _("Only if the jury needs something from you.")
NO_QUESTIONS = _("None were needed.")
NOT_THIS_TIME = _("The project does not enter the showcase this time.")
# What comes after the step at which a file is.
NEXT = {
    State.RECEIVED: _("Each juror first says whether anything links them to you, then reads your file."),
    State.READING: _("The answer, with reasons for each criterion; before it, perhaps a question to you."),
    State.QUESTIONS: _("Once you have answered, the jury goes on reading."),
    State.ACCEPTED: _("You check the page part by part. It is published once you have approved it."),
    State.REFUSED: _("The answer says what would change it. You may begin again from this file, or appeal."),
    State.PUBLISHED: _("Each year we ask you whether it is still true."),
}
APPROVED = _("You have approved the page. The editors look at it once more and publish it.")
NO_PAGE = _("The draft of your page is to be made again. A letter tells you when you can check it.")
FINAL = _("The answer to an appeal is final. You may begin again from this file whenever you like.")
# What a button has just done (`?done=`), as long as the file is where it has put it.
DONE = {
    (State.RECEIVED, "sent"): _(
        "The file is sent. The receipt goes by e-mail to everybody who writes in it; keep it."
    ),
    (State.READING, "answered"): _("Your answers are sent. The jury goes on reading."),
}
# What the applicant is told of the log; what jurors do among themselves is theirs.
TOLD = (
    EventKind.STARTED,
    EventKind.INVITED,
    EventKind.REMOVED,
    EventKind.SUBMITTED,
    EventKind.ASKED,
    EventKind.ANSWERED,
    EventKind.RESUMED,
    EventKind.ACCEPTED,
    EventKind.REFUSED,
    EventKind.APPEALED,
    EventKind.PAGE_MADE,
    EventKind.APPROVED,
    EventKind.PUBLISHED,
    EventKind.APOLOGISED,
    EventKind.ASKED_AGAIN,
    EventKind.CONFIRMED,
    EventKind.CHANGES_ASKED,
    EventKind.ENDED,
    EventKind.WITHDRAWN,
    EventKind.EXPORTED,
)


def steps_of(application: Application) -> list[Step]:
    """The five steps as this file has taken them, and takes them still."""
    is_refused = application.state == State.REFUSED
    state = State.ACCEPTED if is_refused else State(application.state)
    order = [code for code, _title, _words in STEPS]
    here = order.index(state) if state in order else -1
    asked = application.events.filter(kind=EventKind.ASKED, round=application.round).exists()
    return [
        _questions(title, words, here=here, number=number, asked=asked)
        if code == State.QUESTIONS
        else _step(application, title, words, here=here, number=number)
        for number, (code, title, words) in enumerate(STEPS)
    ]


def _step(
    application: Application, title: str | Promise, words: str | Promise, *, here: int, number: int
) -> Step:
    if number == len(STEPS) - 1 and application.state == State.REFUSED:
        return Step(title, NOT_THIS_TIME, "skipped")
    if number != here:
        return Step(title, "", "done" if number < here else "ahead")
    is_appeal = application.round > 1 and application.state == State.RECEIVED
    return Step(title, APPEAL if is_appeal else words, "here")


def _questions(title: str | Promise, words: str | Promise, *, here: int, number: int, asked: bool) -> Step:
    """A file comes to the questions where it has some, and goes back to being read."""
    if here == number:
        return Step(title, words, "here")
    if asked:
        return Step(title, "", "done")
    return Step(title, NO_QUESTIONS, "skipped") if here > number else Step(title, QUESTIONS_AHEAD, "ahead")


def following(application: Application) -> str | Promise:
    """What comes next, in words; empty for a file with which nothing more happens."""
    if application.has_lost_its_page:
        return NO_PAGE
    if application.state == State.ACCEPTED and application.approved_at:
        return APPROVED
    if application.state == State.REFUSED and application.round > 1:
        return FINAL
    return NEXT.get(State(application.state), "")


@require_safe
@on_file
def standing(request: HttpRequest, person: Person) -> HttpResponseBase:
    """The page that a file which was sent opens on."""
    application = person.application
    if application.state == State.DRAFT:
        return redirect(file_address(application, "file"))
    delay = days_to_answer() if application.state in WITH_THE_JURY else None
    expected = expected_on(application, delay)
    events = application.events.filter(kind__in=TOLD).select_related("person").order_by("-at", "-pk")
    page = application.page if application.page_id else None
    context = {
        "application": application,
        "done": DONE.get((State(application.state), request.GET.get("done", "")), ""),
        "steps": steps_of(application),
        "following": following(application),
        "expected": expected,
        "is_late": bool(expected and expected < timezone.localdate()),
        "delay": delay,
        "log": Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page")),
        "public_page": page if page and page.live else None,
        "addresses": in_every_language("applications:state", application.key),
    }
    return render(request, "applications/desk/state.html", context)
