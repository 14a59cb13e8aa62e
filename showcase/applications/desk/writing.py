"""One section, filled in: with a script as it is typed, without one at each press of a button."""

import re

from django.http import Http404, HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from showcase.applications.desk.gaps import attachments_of, gaps_of
from showcase.applications.desk.sheets import Sheet, desk_of
from showcase.applications.desk.uploads import forget_left, take_files, take_out
from showcase.applications.models import Person, Section
from showcase.applications.sections import SectionForm
from showcase.applications.sections.base import (
    MOST_CHARACTERS,
    MOST_ROWS,
    ROW_NAME,
    Kept,
    attachments_named,
    kept_numbers,
    kept_of,
)
from showcase.applications.sections.plan import plan_of
from showcase.applications.sections.saving import LateError, ShutError, save
from showcase.applications.who import file_address, on_file

NUMBER = re.compile(r"^[0-9]{1,9}$")


@require_http_methods(["GET", "HEAD", "POST"])
@on_file
def section(request: HttpRequest, person: Person, code: str) -> HttpResponseBase:
    """The form of a section. POST keeps what is typed, right or wrong, and says what is missing; with
    `Accept: application/json` it answers in JSON, for the script that saves while somebody types.
    """
    plan = plan_of(person.application)
    if code not in plan.kinds:
        raise Http404
    sheet = Sheet(request, person, plan, code)
    if request.method == "POST":
        return _too_long(sheet) or save_sheet(sheet)
    if not person.application.is_open:
        return redirect(file_address(person.application, "state"))
    known = Section.objects.filter(application=person.application, code=code).first()
    wanted = max(1, _number(request.GET.get("rows", "")))
    kept = plan.form(code)
    empty = max(0, min(wanted, kept.most_rows) - len(kept.rows))
    form = plan.form(code, empty_rows=empty)
    return sheet.page(form, version=known.version if known else 0)


def _number(text: str) -> int:
    return int(text) if NUMBER.match(text) else 0


def _too_long(sheet: Sheet) -> HttpResponseBase | None:
    """Where a text is longer than anything that is kept, nothing is cut: all of it comes back, unsaved."""
    kind, sent = sheet.kind, sheet.request.POST
    typed = _typed(kind, sent)
    problems = {
        name: _("This text has %(count)d characters; we can keep %(most)d. Shorten it: it is not saved yet.")
        % {"count": len(text), "most": MOST_CHARACTERS}
        for name, texts in typed.items()
        for text in texts
        if len(text) > MOST_CHARACTERS
    }
    if not problems:
        return None
    if sheet.wants_json:
        name, words = next(iter(problems.items()))
        return JsonResponse({"field": name, "words": words}, status=422)
    form = kind(typed, application=sheet.application)
    return sheet.page(
        form, version=_number(sent.get("version", "")), problems=problems, is_saved=False, status=422
    )


def _typed(kind: type[SectionForm], sent: QueryDict) -> Kept:
    """What was sent for a section as it was typed, whole."""
    rows = kind.row_form.base_fields if kind.row_form else {}
    return {
        name: [str(text).replace("\r\n", "\n") for text in sent.getlist(name)]
        for name in sent
        if name in kind.base_fields or ((found := ROW_NAME.match(name)) and found[2] in rows)
    }


def save_sheet(sheet: Sheet) -> HttpResponseBase:
    """Keep what was sent for a section, with its files, and say what became of it."""
    kind, person = sheet.kind, sheet.person
    sent = sheet.request.POST.copy()
    take_out(sent)
    refused = take_files(sheet.request, person, kind, sent)
    named = attachments_named([sheet.plan.kept.get(sheet.code, {}), dict(sent.lists())])
    numbers = kept_numbers(kind, sent)
    refused = _renumbered(refused, numbers)
    try:
        kept = save(kind, sent, version=_number(sent.get("version", "")), person=person)
    except LateError as late:
        return sheet.late(kept_of(kind, sent), late.theirs, refused)
    except ShutError:
        typed = kept_of(kind, sent)
        answer = sheet.shut(typed)
        forget_left(person, named)  # a file that came with it has no place any more
        return answer
    if sheet.wants_json:
        return _told(sheet, kept, numbers)
    forget_left(person, named)
    sheet.plan.kept[sheet.code] = kept.data
    if refused:
        last = max(int(name.split("-")[1]) for name in refused)
        empty = max(0, last + 1 - len(sheet.plan.form(sheet.code).rows))
        form = sheet.plan.form(sheet.code, empty_rows=empty)
        return sheet.page(form, version=kept.version, problems=refused, status=422)
    return redirect(_next(sheet, sent))


def _told(sheet: Sheet, kept: Section, numbers: list[int]) -> JsonResponse:
    """What the script is told: that it is saved, and what is wrong or missing, by the names of its fields."""
    form = sheet.kind(kept.data, application=sheet.application)

    def as_sent(name: str) -> str:
        found = ROW_NAME.match(name)
        return f"row-{numbers[int(found[1])]}-{found[2]}" if found else name

    gaps = [
        {"field": as_sent(gap.field), "words": gap.words, "missing": gap.is_missing}
        for gap in gaps_of(form, attachments_of(sheet.application))
    ]
    saved_at = time_format(localtime(kept.saved_at), "TIME_FORMAT")
    return JsonResponse({"version": kept.version, "saved_at": saved_at, "gaps": gaps})


def _renumbered(refused: dict[str, str], numbers: list[int]) -> dict[str, str]:
    """What was refused, by the rows as they are kept: those of which nothing is kept stand after the rest."""
    found, after = {}, len(numbers)
    for name, words in refused.items():
        number = int(name.split("-")[1])
        if number in numbers:
            place = numbers.index(number)
        else:
            place, after = after, after + 1
        found[f"row-{min(place, MOST_ROWS - 1)}-file"] = words
    return found


def _next(sheet: Sheet, sent: QueryDict) -> str:
    """Where the button that was pressed leads."""
    here = file_address(sheet.application, "section", sheet.code)
    rows = len(sheet.plan.form(sheet.code).rows)
    if "more" in sent:
        return f"{here}?rows={rows + 1}#row-{min(rows, MOST_ROWS - 1)}"
    if "go-on" not in sent:
        return f"{here}?saved=1#saved"
    following = list(sheet.plan.kinds)[sheet.number :]
    if not following:
        return desk_of(sheet.application)
    return f"{file_address(sheet.application, 'section', following[0])}?from={sheet.code}"
