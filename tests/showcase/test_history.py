"""What was found of a project over time is told in plain words, and what was recorded stays."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils.translation import override

from home.background import at_rest
from showcase.history import recording
from showcase.history.reading import add_histories
from showcase.history.wording import sentence
from showcase.models import AssessmentEvent, CriteriaGrid, CriterionAssessment, ProjectPage
from tests.factories import TODAY, in_english, locale, make_grid, make_project

MARCH = datetime.date(2027, 3, 12)


@pytest.fixture
def project(showcase, grid):
    """A project that readers have seen since the day of its assessment."""
    made = make_project(showcase, grid)
    recording.record(made, TODAY)
    return made


def change(project, code: str, **fields) -> None:
    """What an editor does: the finding is changed and the page published."""
    page = ProjectPage.objects.get(pk=project.pk)
    found = page.assessments.get(criterion__code=code)
    for name, value in fields.items():
        setattr(found, name, value)
    page.assessments = [*page.assessments.exclude(pk=found.pk), found]
    page.save_revision().publish()


def told(project, code: str, today=MARCH, language: str = "en") -> list[str]:
    """The lines of a criterion as `2027-03 words`, the latest first."""
    page = ProjectPage.objects.get(pk=project.pk)
    found = page.assessments.select_related("criterion__grid").get(criterion__code=code)
    with override(language):
        add_histories(page.translation_key, page.locale, [found], today=today)
        return [f"{line.day:%Y-%m} {line.words}" for line in found.history]


def test_what_the_jury_confirms_is_told_with_its_month(project):
    with time_machine.travel(MARCH):
        change(project, "partnership", assessor="jury")
    assert told(project, "partnership") == [
        "2027-03 partnership confirmed by the jury.",
        "2026-11 partnership: first finding, documented by the editors.",
    ]


def test_only_what_changed_is_recorded_and_once(project):
    before = AssessmentEvent.objects.count()
    assert before == 5
    with time_machine.travel(MARCH):
        change(project, "risk", finding="partly")
        ProjectPage.objects.get(pk=project.pk).save_revision().publish()
        ProjectPage.objects.get(pk=project.pk).unpublish()
        ProjectPage.objects.get(pk=project.pk).save_revision().publish()
    event = AssessmentEvent.objects.latest("pk")
    assert AssessmentEvent.objects.count() == before + 1
    assert (event.criterion, event.from_finding, event.to_finding, event.day) == (
        "risk",
        "demonstrated",
        "partly",
        MARCH,
    )


def test_a_draft_is_not_recorded(project):
    page = ProjectPage.objects.get(pk=project.pk)
    found = page.assessments.first()
    found.finding = "partly"
    page.assessments = [found]
    page.save_revision()
    assert AssessmentEvent.objects.count() == 5


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"finding": "partly"}, "risk: “demonstrated” becomes “partly demonstrated”, say the editors."),
        (
            {"finding": "not_demonstrated", "assessor": "jury"},
            "risk: “demonstrated” becomes “not demonstrated”, says the jury.",
        ),
        ({"assessor": "self"}, "risk now declared by the project itself."),
        (
            {"review_by": datetime.date(2029, 3, 1)},
            "risk checked again: the finding stands. Valid until 1 March 2029.",
        ),
        (
            {"assessor": "jury", "review_by": datetime.date(2029, 3, 1)},
            "risk confirmed by the jury. Valid until 1 March 2029.",
        ),
    ],
)
def test_each_change_has_its_words(project, fields, words):
    with time_machine.travel(MARCH):
        change(project, "risk", **fields)
    assert told(project, "risk")[0] == f"2027-03 {words}"


def test_words_exist_for_every_event_that_can_be_recorded():
    findings, assessors = ("", "demonstrated", "partly", "not_demonstrated"), ("self", "editors", "jury")
    said = set()
    with override("en"):
        for before in findings:
            for after in findings:
                for who in assessors:
                    event = AssessmentEvent(
                        day=TODAY,
                        criterion="risk",
                        from_finding=before,
                        to_finding=after,
                        from_assessor="editors" if before else "",
                        to_assessor=who if after else "",
                        from_grid=1 if before else None,
                        to_grid=1 if after else None,
                    )
                    event.title = "risk"
                    words = sentence(event)
                    assert words.startswith("risk")
                    assert "%" not in words
                    said.add(words)
    assert len(said) > 20


def test_what_is_recorded_is_never_rewritten(project):
    event = AssessmentEvent.objects.first()
    event.to_finding = "partly"
    rows = AssessmentEvent.objects.all()
    for attempt in (event.save, event.delete, rows.delete, lambda: rows.update(to_finding="partly")):
        with pytest.raises(TypeError, match="never rewritten"):
            attempt()
    assert not AssessmentEvent.objects.filter(to_finding="partly").exists()


def test_a_new_grid_rewrites_no_old_finding_and_is_told_when_it_is_used(showcase, project):
    old = list(AssessmentEvent.objects.order_by("pk").values())
    rows = list(CriterionAssessment.objects.order_by("pk").values())
    new = make_grid(2, MARCH)
    with time_machine.travel(MARCH):
        ProjectPage.objects.get(pk=project.pk).save_revision().publish()
        assert list(AssessmentEvent.objects.order_by("pk").values()) == old
        assert list(CriterionAssessment.objects.order_by("pk").values()) == rows
        page = ProjectPage.objects.get(pk=project.pk)
        page.assessments.add(
            CriterionAssessment(
                criterion=new.criteria.get(code="risk"),
                finding="demonstrated",
                reason="Relu.",
                assessor="editors",
                assessed_on=MARCH,
                locale=showcase.locale,
            )
        )
        page.save_revision().publish()
    assert list(AssessmentEvent.objects.order_by("pk").values())[:5] == old
    event = AssessmentEvent.objects.latest("pk")
    assert (event.from_grid, event.to_grid) == (1, 2)
    event.title = "risk"
    with override("en"):
        assert sentence(event) == "risk checked again: the finding stands. Read with version 2 of the grid."


def test_of_a_criterion_found_with_two_grids_the_sheet_shows_the_later_one(showcase, project, client):
    new = make_grid(2, TODAY)
    CriterionAssessment.objects.create(
        page=project,
        criterion=new.criteria.get(code="risk"),
        finding="partly",
        reason="Relu.",
        assessed_on=TODAY,
        locale=showcase.locale,
    )
    document = BeautifulSoup(client.get(project.get_url()).content, "html.parser")
    (card,) = document.select("#criterion-risk")
    assert "version 2" in card.text
    assert len(document.select(".assessment")) == 5
    assert CriteriaGrid.objects.count() == 2


def test_a_finding_expires_in_the_history_by_the_date_alone(project):
    with time_machine.travel(MARCH):
        change(project, "policy", review_by=datetime.date(2027, 6, 30))
    count = AssessmentEvent.objects.count()
    assert len(told(project, "policy", today=datetime.date(2027, 6, 30))) == 2
    lines = told(project, "policy", today=datetime.date(2027, 7, 1))
    assert lines[0] == "2027-07 policy: the finding passed its date and is to be checked again."
    assert AssessmentEvent.objects.count() == count


def test_an_expiry_that_was_mended_stays_in_the_history_where_it_was(project):
    with time_machine.travel(MARCH):
        change(project, "policy", review_by=datetime.date(2027, 6, 30))
    with time_machine.travel(datetime.date(2027, 9, 2)):
        change(project, "policy", review_by=datetime.date(2029, 9, 1))
    lines = told(project, "policy", today=datetime.date(2028, 1, 1))
    assert [line[:7] for line in lines] == ["2027-09", "2027-07", "2027-03", "2026-11"]
    assert "passed its date" in lines[1]


def test_what_was_not_demonstrated_does_not_expire(project):
    with time_machine.travel(MARCH):
        change(project, "policy", finding="not_demonstrated", review_by=datetime.date(2027, 6, 30))
    assert not any("passed" in line for line in told(project, "policy", today=datetime.date(2028, 1, 1)))


def test_a_withdrawn_finding_is_told_in_the_history_of_the_page(project):
    with time_machine.travel(MARCH):
        page = ProjectPage.objects.get(pk=project.pk)
        page.assessments = list(page.assessments.exclude(criterion__code="risk"))
        page.save_revision().publish()
    left = project.assessments.select_related("criterion__grid").all()
    with override("en"):
        lines = add_histories(project.translation_key, project.locale, left, today=MARCH)
    assert [line.words for line in lines] == [
        "risk: the finding was withdrawn.",
        "risk: first finding, documented by the editors.",
    ]


def test_a_finding_that_was_never_recorded_tells_itself(showcase, grid):
    bare = make_project(showcase, grid)
    assert told(bare, "risk") == ["2026-11 risk: first finding, documented by the editors."]


def test_a_translation_records_nothing_twice(home, showcase, project, grid):
    in_english(home, slug="home")
    english_showcase = in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(locale("en")).save()
    english = in_english(project)
    assert english.get_parent() == english_showcase.page_ptr
    CriterionAssessment.objects.filter(page=english).update(finding="partly")
    english.save_revision().publish()
    assert AssessmentEvent.objects.count() == 5


def test_a_page_written_in_english_alone_is_recorded(home, showcase, grid):
    english_home = in_english(home, slug="home")
    english_showcase = in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(locale("en")).save()
    assert english_home.locale == english_showcase.locale
    page = make_project(english_showcase, grid)
    page.save_revision().publish()
    assert AssessmentEvent.objects.filter(project=page.translation_key).count() == 5


def test_at_rest_nothing_is_recorded_and_the_first_findings_come_at_one_stroke(showcase, grid):
    with at_rest():
        page = make_project(showcase, grid)
        page.save_revision().publish()
        assert not AssessmentEvent.objects.exists()
    for _time in range(2):
        recording.record_first()
        assert AssessmentEvent.objects.count() == 5
    assert set(AssessmentEvent.objects.values_list("day", flat=True)) == {TODAY}


def test_the_card_tells_the_history_in_the_language_of_the_page(home, showcase, project, grid, client):
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        criterion.copy_for_translation(locale("en")).save()
    english = in_english(project, slug="one")
    recording.record_outcome(
        project.translation_key, "risk", "upheld", {"fr": "Nous avons relu.", "en": "We read it again."}
    )
    for page, note, month in (
        (project, "Nous avons relu.", "Novembre"),
        (english, "We read it again.", "November"),
    ):
        document = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
        history = document.select_one("#criterion-risk details.history")
        assert note in history.text
        assert month in history.text
        assert note not in document.select_one("#criterion-policy").text


def test_the_history_costs_one_query_however_long(project, client, count_queries):
    short = count_queries(project.get_url())
    for number in range(30):
        recording.record_outcome(
            project.translation_key, "risk" if number % 2 else "", "declined", {"fr": "Non.", "en": "No."}
        )
    assert count_queries(project.get_url()) == short
    assert short <= 12
