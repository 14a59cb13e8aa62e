"""Writing a file without a script: how far it is, sections, rows, mistakes, two at once."""

import html5lib
import pytest
from django.utils.text import capfirst

from showcase.applications.models import Attachment, Person, Section, State
from showcase.applications.sections.base import MOST_CHARACTERS
from showcase.vocabulary import Sector
from tests.applications.desks import at, come_in, data_of, said_of, save, save_json, soup
from tests.applications.world import COMPLETE, EMAIL, fill, make_application, make_complete

pytestmark = pytest.mark.usefixtures("showcase", "rules")
ROW = {"row-0-value": "12", "row-0-label": "puits"}


@pytest.fixture
def draft(grid, client):
    come_in(client)
    return make_application(grid)


@pytest.fixture
def complete(grid, client):
    come_in(client)
    return make_complete(grid)


@pytest.fixture
def omar(draft):
    return Person.objects.create(application=draft, email="omar@example.org")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_file_is_whole_html(client, complete, language):
    names = ["file", "send", "people"] + [("section", code) for code in COMPLETE]
    for name in names:
        path = at(complete, *((name,) if isinstance(name, str) else name), language=language)
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer.headers["Cache-Control"]
        html5lib.HTMLParser(strict=True).parse(answer.content.decode())


def test_the_overview_says_how_far_each_section_is(client, draft, omar):
    save(client, draft, "project", name="Le puits", website="htp:/x")
    save(client, draft, "need", need="L’eau manquait.")
    save(client, draft, "contacts", contact_name="Nora", contact_role="coordinatrice")
    page = soup(client.get(at(draft)))
    states = [line["class"][-1].removeprefix("sections__line--") for line in page.select(".sections__line")]
    assert states == [
        "wrong",
        "begun",
        *["empty"] * 6,
        "spare",  # figures
        "empty",
        "spare",  # images
        "complete",
        "empty",
    ]
    assert page.h1.text == "Le puits"
    assert (page.progress["value"], page.progress["max"]) == ("1", "11")
    assert page.find(id=page.progress["aria-labelledby"]).text.split()[0] == "1"
    assert omar.email in page.text
    assert EMAIL in page.select_one(".progress").text


def test_a_new_file_says_how_it_goes_and_where_to_begin(client, draft):
    page = soup(client.get(at(draft)))
    assert page.select_one(".button--strong")["href"] == at(draft, "section", "project")
    assert page.select_one(".lead")
    save(client, draft, "project", **COMPLETE["project"])
    page = soup(client.get(at(draft)))
    assert page.select_one(".button--strong")["href"] == at(draft, "section", "need")
    assert not page.select_one(".lead")


def test_what_is_wrong_is_kept_and_said_beside_its_field(client, draft):
    answer = client.get(save(client, draft, "project", website="htp:/x").headers["Location"])
    page = soup(answer)
    field = page.select_one("[name=website]")
    assert field["value"] == "htp:/x"
    assert field["aria-invalid"] == "true"
    assert "https://example.org" in said_of(page, "website")
    assert page.select_one(".form__errors a[href='#id_website']")


def test_what_is_missing_is_said_once_somebody_has_saved_and_not_before(client, draft):
    assert not soup(client.get(at(draft, "section", "need"))).select(".field__error")
    answer = client.get(save(client, draft, "need", need="L’eau.").headers["Location"])
    assert len(soup(answer).select(".field__error")) == 2
    assert not soup(client.get(at(draft, "section", "need"))).select(".field__error")


def test_rows_are_added_filled_and_removed(client, draft):
    more = save(client, draft, "figures", more="1", **ROW)
    assert more.headers["Location"].endswith("?rows=2#row-1")
    page = soup(client.get(more.headers["Location"]))
    assert [field["value"] for field in page.select("[name=row-0-value]")] == ["12"]
    assert page.select("#row-1 [name=row-1-value]")
    both = ROW | {"row-1-value": "3", "row-1-label": "écoles", "remove-row": "0"}
    save(client, draft, "figures", **both)
    assert data_of(draft, "figures") == {"row-0-value": ["3"], "row-0-label": ["écoles"]}
    save(client, draft, "figures", **ROW, **{"remove-row": "0"})
    assert data_of(draft, "figures") == {}


def test_there_are_twenty_rows_at_most_whatever_is_asked(client, draft):
    page = soup(client.get(f"{at(draft, 'section', 'figures')}?rows=999999999999"))
    assert len(page.select("fieldset.row")) <= 20
    page = soup(client.get(f"{at(draft, 'section', 'figures')}?rows=500"))
    assert len(page.select("fieldset.row")) == 20
    assert not page.select("[name=more]")


def test_the_button_goes_on_to_the_next_section_and_says_what_stays_to_be_corrected(client, draft):
    answer = save(client, draft, "project", **{"go-on": "1"}, name="Le puits", website="htp:/x")
    assert answer.headers["Location"] == f"{at(draft, 'section', 'need')}?from=project"
    notice = soup(client.get(answer.headers["Location"])).select_one("#saved .notice")
    assert notice.a["href"] == f"{at(draft, 'section', 'project')}?check=1#saved"
    answer = save(client, draft, "consent", **{"go-on": "1"})
    assert answer.headers["Location"] == at(draft)


def test_away_from_its_row_a_field_is_called_with_it(client, draft):
    rows = {"row-0-title": "Bilan", "row-0-url": "https://example.org/b", "row-1-url": "htp:/x"}
    save(client, draft, "criterion-risk", level="partly", claim="Oui.", **rows)
    page = soup(client.get(at(draft, "section", "criterion-risk") + "?check=1"))
    told = {line["href"]: line.text for line in page.select(".form__errors a")}
    assert told == {"#id_row-1-title": "Preuve 2, titre du document", "#id_row-1-url": "Preuve 2, adresse"}
    missing = soup(client.get(at(draft, "send"))).select_one(".gaps a[href$=id_row-1-url]")
    assert missing.text == "Preuve 2, adresse"


def test_what_may_stay_empty_says_so(client, draft):
    project, risk = (soup(client.get(at(draft, "section", code))) for code in ("project", "criterion-risk"))
    assert said_of(project, "website").endswith("Facultatif.")
    assert project.find(id="id_sdgs_help").text.strip().endswith("Facultatif.")
    for page, name in ((project, "name"), (risk, "claim"), (risk, "row-0-url"), (risk, "row-0-file")):
        assert "Facultatif" not in said_of(page, name)


def test_an_agreement_is_ticked_not_filled_in(client, draft):
    page = soup(client.get(at(draft, "section", "consent") + "?check=1"))
    assert said_of(page, "is_true") == "Reste à cocher."


def test_a_criterion_stands_beside_its_form_word_for_word(client, draft, grid):
    criterion = grid.criteria.get(code="risk")
    criterion.good_evidence, criterion.weak_evidence = "Des comptes.", "Une promesse."
    criterion.misunderstanding = "Oser suffit."
    criterion.save()
    page = soup(client.get(at(draft, "section", "criterion-risk")))
    sheet = " ".join(page.select_one("aside").text.split())  # with French spaces, as everywhere
    said = [*criterion.question_list, "Des comptes.", "Une promesse.", "Oser suffit.", "Sens."]
    assert len(said) > 4
    for words in said:
        assert words in sheet


def test_the_second_of_two_sees_both_and_who_and_when_and_loses_nothing(client, draft, omar):
    save(client, draft, "project", name="Le puits", summary="Ensemble.")
    come_in(client, omar.email)
    save(client, draft, "project", name="Le puits d’Omar", summary="Ensemble.")
    come_in(client)
    late = save(client, draft, "project", version=1, name="Le puits de Nora", summary="Ensemble.")
    assert late.status_code == 409
    page = soup(late)
    assert page.select_one("[name=name]")["value"] == "Le puits de Nora"
    others = [note.text for note in page.select(".field__other")]
    assert len(others) == 1
    assert "Le puits d’Omar" in others[0]
    assert "Le puits d’Omar" in said_of(page, "name")
    notice = page.select_one(".notice--late").text
    assert omar.email in notice
    assert str(Section.objects.get(code="project").saved_at.year) in notice
    assert data_of(draft, "project")["name"] == ["Le puits d’Omar"]
    version = page.select_one("[name=version]")["value"]
    assert save(client, draft, "project", version=version, name="À nous deux").status_code == 302
    assert data_of(draft, "project")["name"] == ["À nous deux"]


def test_what_the_other_has_chosen_is_said_with_the_choices(client, draft, omar):
    save(client, draft, "project", name="Le puits", sectors=["places"])
    come_in(client, omar.email)
    save(client, draft, "project", name="Le puits", sectors=["environment-energy"])
    come_in(client)
    page = soup(save(client, draft, "project", version=1, name="Le puits", sectors=["places"]))
    keys = page.find(id="id_sectors")["aria-describedby"].split()
    assert str(capfirst(Sector("environment-energy").label)) in page.find(id=keys[-1]).text


def test_rows_that_only_the_other_has_are_shown_too(client, draft, omar):
    save(client, draft, "figures", **ROW)
    come_in(client, omar.email)
    save(client, draft, "figures", **ROW, **{"row-1-value": "3", "row-1-label": "écoles"})
    come_in(client)
    page = soup(save(client, draft, "figures", version=1, **ROW | {"row-0-value": "13"}))
    assert not page.select_one("[name=row-1-label]").get("value")
    assert "écoles" in said_of(page, "row-1-label")
    assert "12" in said_of(page, "row-0-value")


def test_ones_own_other_window_is_called_that(client, draft):
    save(client, draft, "project", name="Une")
    late = save(client, draft, "project", version=0, name="Deux")
    assert late.status_code == 409
    assert EMAIL not in soup(late).select_one(".notice--late").text


def test_what_is_typed_after_sending_comes_back_whole_to_be_copied(client, complete):
    client.post(at(complete, "send"))
    sent = {"row-0-value": "98765", "row-0-label": "arbres plantés"}
    late = save(client, complete, "figures", **sent)
    assert late.status_code == 409
    assert "98765" in soup(late).main.text
    assert "arbres plantés" in soup(late).main.text
    assert data_of(complete, "figures")["row-0-value"] == ["100"]
    assert save_json(client, complete, "figures", **sent).json() == {"shut": True}


def test_a_text_longer_than_is_kept_comes_back_whole_and_changes_nothing(client, draft):
    save(client, draft, "project", name="Le puits")
    text = "é" * (MOST_CHARACTERS + 1)
    answer = save(client, draft, "project", name="Autre", story=text)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("[name=story]").text.strip() == text
    assert page.select_one("[name=name]")["value"] == "Autre"
    assert str(len(text)) in said_of(page, "story")
    assert data_of(draft, "project") == {"name": ["Le puits"]}
    told = save_json(client, draft, "project", 1, story=text)
    assert (told.status_code, told.json()["field"]) == (422, "story")


def test_a_script_saves_and_is_told_what_is_wrong_by_the_names_of_its_page(client, draft):
    saved = save_json(client, draft, "project", name="Le puits", website="htp:/x").json()
    assert saved["version"] == 1
    assert saved["saved_at"]
    wrong = [gap["field"] for gap in saved["gaps"] if not gap["missing"]]
    assert wrong == ["website"]
    assert "summary" in [gap["field"] for gap in saved["gaps"] if gap["missing"]]
    # The first row of the page is empty: on the server, the second one is the first.
    rows = {"row-0-name": "", "row-1-name": "Commune", "row-1-kind": "nothing"}
    told = save_json(client, draft, "people", **rows).json()
    assert "row-1-kind" in [gap["field"] for gap in told["gaps"]]


def test_a_script_is_told_of_the_other_and_a_lost_answer_may_be_asked_again(client, draft, omar):
    come_in(client, omar.email)
    first = save_json(client, draft, "project", name="Le puits").json()
    assert save_json(client, draft, "project", name="Le puits").json()["version"] == first["version"]
    come_in(client)
    late = save_json(client, draft, "project", name="Autre")
    told = late.json()
    assert (late.status_code, told["conflict"], told["who"]) == (409, True, omar.email)
    assert " à " in told["when"]


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 5000, "٣"])
def test_a_version_that_is_none_is_as_if_nothing_had_been_read(client, draft, version):
    save(client, draft, "project", name="Le puits")
    assert save(client, draft, "project", version=version, name="Autre").status_code == 409


def test_html_is_text(client, draft):
    nasty = "<script>alert(1)</script><b>gras</b>"
    answer = client.get(save(client, draft, "need", need=nasty).headers["Location"])
    page = soup(answer)
    assert page.select_one("[name=need]").text.strip() == nasty
    assert not page.select("main b")
    assert "alert" not in "".join(script.text for script in page.select("script"))


def test_a_section_that_is_none_and_a_file_that_is_anothers_do_not_exist(client, complete):
    assert client.get(at(complete, "section", "nothing")).status_code == 404
    come_in(client, "eve@example.org")
    for name in ("file", "send", "state", "questions", "receipt"):
        assert client.get(at(complete, name)).status_code == 404, name
    assert save(client, complete, "project", name="Pris").status_code == 404
    assert save_json(client, complete, "project", 1, name="Pris").status_code == 404
    assert client.post(at(complete, "send")).status_code == 404
    complete.refresh_from_db()
    assert complete.state == State.DRAFT


def test_nobody_is_asked_for_an_address_first(client, grid):
    application = make_complete(grid)
    for name in ("file", "send", "state", "questions", "receipt"):
        assert "next=" in client.get(at(application, name)).headers["Location"]


def test_queries_are_the_same_with_one_row_and_with_twenty(client, draft, count_queries):
    def costs(rows: int) -> list[int]:
        typed = {f"row-{number}-{name}": "x" for number in range(rows) for name in ("title", "url", "date")}
        for number in range(rows):
            kept = Attachment.objects.create(
                application=draft, kind="document", name="a.pdf", size=1, digest=f"{rows}-{number}"
            )
            typed[f"row-{number}-attachment"] = str(kept.key)
        save(client, draft, "criterion-risk", **typed)
        for number in range(rows):
            email = f"p{number}-{rows}@example.org"
            Person.objects.create(application=draft, email=email)
        return [count_queries(at(draft, "section", "criterion-risk")), count_queries(at(draft))]

    few = costs(1)
    assert costs(20) == few
    assert max(few) <= 16


def test_the_name_of_the_project_heads_its_file(client, draft):
    fill(draft, {"project": {"name": "  Le puits  "}})
    assert soup(client.get(at(draft))).h1.text == "Le puits"


@pytest.mark.parametrize(
    ("language", "most", "choice"),
    [("fr", "6\u202f000 caractères au plus", "Santé et soin"), ("en", "6,000 characters at most", "Housing")],
)
def test_numbers_are_grouped_and_choices_have_a_capital(client, draft, language, most, choice):
    page = soup(client.get(at(draft, "section", "project", language=language)))
    assert most in page.select_one("#id_story_help").text
    assert choice in [label.text.strip() for label in page.select(".field__choices label")]
