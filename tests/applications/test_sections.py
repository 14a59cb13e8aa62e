"""Sections keep what is typed, say what is missing, and tell two people of each other."""

import uuid

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from showcase.applications.models import Person, Section, State
from showcase.applications.sections import plan_of
from showcase.applications.sections.base import MOST_ROWS, kept_numbers, kept_of
from showcase.applications.sections.changes import changes
from showcase.applications.sections.proof import FiguresSection, ImagesSection
from showcase.applications.sections.saving import LateError, ShutError, save
from showcase.applications.sections.story import PlaceSection, ProjectSection
from tests.applications.world import COMPLETE, fill, make_application, make_complete
from tests.factories import CODES


def saved(application, **typed):
    section = Section.objects.filter(application=application, code="project").first()
    version = section.version if section else 0
    return save(ProjectSection, typed, version=version, person=application.people.get())


def test_a_file_has_a_section_for_each_criterion_of_its_grid(grid):
    plan = plan_of(make_application(grid))
    assert [form.criterion.code for form in plan.criteria] == list(CODES)
    assert list(plan.kinds)[:3] == ["project", "need", "people"]
    assert list(plan.kinds)[-1] == "consent"


def test_an_empty_file_lacks_what_is_needed_and_a_filled_one_nothing(grid):
    application = make_application(grid)
    plan = plan_of(application)
    lacking = {code for code, form in plan.forms.items() if form.gaps()}
    assert lacking == set(plan.kinds) - {"figures", "images"}
    fill(application)
    plan = plan_of(application)
    assert {code: form.gaps() for code, form in plan.forms.items() if form.gaps()} == {}
    assert application.title == "Le puits commun"


def test_a_mistake_is_kept_as_it_was_typed_and_is_said(grid):
    application = make_application(grid)
    saved(
        application, name="Le puits", website="htp:/pas complet", start_year="deux mille", summary="x" * 301
    )
    form = plan_of(application).form("project")
    assert form["website"].value() == "htp:/pas complet"
    wrong = {gap.field for gap in form.gaps() if not gap.is_missing}
    assert wrong == {"website", "start_year", "summary"}


def test_two_at_once_are_told_and_nothing_is_overwritten(grid):
    application = make_application(grid)
    nora = application.people.get()
    omar = Person.objects.create(application=application, email="omar@example.org")
    read = save(ProjectSection, {"name": "Le puits"}, version=0, person=nora).version
    save(ProjectSection, {"name": "Le puits de Nora"}, version=read, person=nora)
    with pytest.raises(LateError) as told:
        save(ProjectSection, {"name": "Le puits d’Omar"}, version=read, person=omar)
    assert told.value.theirs.data == {"name": ["Le puits de Nora"]}
    assert told.value.theirs.saved_by == nora
    mended = save(ProjectSection, {"name": "À deux"}, version=told.value.theirs.version, person=omar)
    assert mended.version == read + 2


def test_the_same_sent_twice_is_saved_once(grid):
    application = make_application(grid)
    nora = application.people.get()
    first = save(ProjectSection, {"name": "Le puits"}, version=0, person=nora)
    again = save(ProjectSection, {"name": "Le puits"}, version=0, person=nora)
    assert (again.pk, again.version) == (first.pk, 1)


def test_what_was_sent_is_shut(grid):
    application = make_complete(grid)
    application.state = State.RECEIVED
    application.save()
    with pytest.raises(ShutError):
        saved(application, name="Trop tard")


def test_rows_that_are_empty_go_and_the_others_move_up():
    sent = {"row-0-value": [" "], "row-3-value": ["12"], "row-3-label": ["puits"], "row-9999999-value": ["x"]}
    assert kept_of(FiguresSection, sent) == {"row-0-value": ["12"], "row-0-label": ["puits"]}
    many = {f"row-{number}-value": ["1"] for number in range(500)}
    assert len(kept_of(FiguresSection, many)) == MOST_ROWS


def test_of_an_empty_row_nothing_is_wrong_and_of_a_begun_one_what_is(grid):
    application = make_application(grid)
    kept = {"row-0-title": ["Étude"]}
    kind = plan_of(application).kinds[f"criterion-{CODES[0]}"]
    begun, empty = kind(kept, application=application, empty_rows=1).rows
    assert list(begun.errors) == ["url"]
    assert not empty.errors


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(), max_size=3), max_size=8))
def test_only_the_fields_of_a_section_are_kept_whatever_is_sent(sent):
    kept = kept_of(ProjectSection, {**sent, "story": ["a\x00b\r\nc"], "csrfmiddlewaretoken": ["x"]})
    assert set(kept) <= set(ProjectSection.base_fields)
    assert kept["story"] == ["ab\nc"]


def test_half_a_place_is_a_mistake(grid):
    form = PlaceSection({"latitude": ["33.5"]}, application=make_application(grid))
    assert [gap.field for gap in form.gaps() if not gap.is_missing] == ["longitude"]


@pytest.mark.parametrize("typed", ["33,5731", "33.5731", " 33,5731 "])
def test_a_place_is_typed_with_a_comma_or_a_point(grid, typed):
    form = PlaceSection({"latitude": [typed], "longitude": ["-7,1"]}, application=make_application(grid))
    assert form.is_valid()
    assert [str(form.cleaned_data[name]) for name in ("latitude", "longitude")] == ["33.5731", "-7.1"]


def test_a_place_copied_from_a_map_has_as_many_decimals_as_the_map_gives(grid):
    typed = {"latitude": ["48.85661400720123"], "longitude": ["2.3522219000001"]}
    form = PlaceSection(typed, application=make_application(grid))
    assert form.is_valid()
    assert [str(form.cleaned_data[name]) for name in typed] == ["48.85661", "2.35222"]


@pytest.mark.parametrize(
    "typed", ["1e999", "1e9999999", "-1e9999999", "90.000001e3", "NaN", "-Infinity", "91"]
)
def test_a_number_that_is_no_place_is_a_mistake(grid, typed):
    form = PlaceSection({"latitude": [typed], "longitude": ["2"]}, application=make_application(grid))
    assert "latitude" in form.errors


@pytest.mark.parametrize("typed", ["mars 2024", "2024-13", "03/2024", "2024-03-15 ou 16"])
def test_a_date_that_the_page_could_not_show_is_a_mistake(grid, typed):
    application = make_application(grid)
    kind = plan_of(application).kinds[f"criterion-{CODES[0]}"]
    row = {"row-0-title": ["Étude"], "row-0-url": ["https://example.org/etude"]}
    form = kind({"level": ["not_demonstrated"], **row, "row-0-date": [typed]}, application=application)
    assert [(gap.field, gap.is_missing) for gap in form.gaps()] == [("row-0-date", False)]
    for right in ("2024", "2024-03", "2024-03-15"):
        form = kind({"level": ["not_demonstrated"], **row, "row-0-date": [right]}, application=application)
        assert not form.gaps()


def test_three_fields_are_the_most(grid):
    application = make_application(grid)
    saved(application, **COMPLETE["project"] | {"sectors": ["places", "housing", "digital", "education"]})
    [gap] = plan_of(application).form("project").gaps()
    assert (gap.field, gap.is_missing) == ("sectors", False)


def test_a_figure_has_its_year(grid):
    typed = {name: [text] for name, text in COMPLETE["figures"].items() if name != "row-0-year"}
    [gap] = FiguresSection(typed, application=make_application(grid)).gaps()
    assert (gap.field, gap.is_missing) == ("row-0-year", True)


def test_changes_are_told_field_by_field_in_words(grid):
    application = make_complete(grid)
    before = plan_of(application)
    fill(application, {"project": COMPLETE["project"] | {"status": "ended", "sdgs": ["6", "13"]}})
    found = changes(before, plan_of(application))
    assert list(found) == ["project"]
    assert [(change.before, change.after) for change in found["project"]] == [
        ("En activité", "Terminé"),
        (
            "Eau propre et assainissement",
            "Eau propre et assainissement, Mesures relatives à la lutte contre les changements climatiques",
        ),
    ]


def test_what_is_typed_in_one_line_is_one_line_and_turns_nothing_around(grid):
    application = make_application(grid)
    saved(
        application, name="Le puits\r\nBcc: x\rcommun \u202egpj.exe", story="Un.\r\n\r\nDeux \u2067א\u2069."
    )
    assert application.sections.get().data == {
        "name": ["Le puits Bcc: x commun gpj.exe"],
        "story": ["Un.\n\nDeux \u2067א\u2069."],
    }
    application.refresh_from_db()
    assert application.title == "Le puits Bcc: x commun gpj.exe"


def test_a_row_of_signs_that_are_not_kept_is_no_row():
    sent = MultiValueDict({"row-2-label": ["\x01\u202e"], "row-5-label": ["familles"]})
    assert kept_numbers(FiguresSection, sent) == [5]
    assert kept_of(FiguresSection, sent) == {"row-0-label": ["familles"]}


def test_more_images_than_are_shown_are_kept_and_said_to_be_too_many(grid):
    typed = {f"row-{number}-{name}": ["x"] for number in range(7) for name in ("alt", "credit")}
    for number in range(7):
        typed |= {f"row-{number}-attachment": [str(uuid.uuid4())], f"row-{number}-permission": ["on"]}
    form = ImagesSection(typed, application=make_application(grid))
    assert [(gap.field, gap.is_missing) for gap in form.gaps()] == [("rows", False)]
    assert "6" in form.gaps()[0].words
    assert len(form.filled_rows) == 7
    fewer = {name: texts for name, texts in typed.items() if not name.startswith("row-6")}
    assert ImagesSection(fewer, application=make_application(grid)).gaps() == []
