"""A project under another published frame."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail_localize.operations import translate_object

from home.seed.planting import Planter
from home.seed.reading import SeedError
from showcase.models import Criterion, CriterionAssessment, Framework, FrameworkCategory, ProjectFigure
from showcase.seed import CONTENT
from showcase.seed.frames import sow_frames
from tests.factories import (
    SourceFactory,
    in_english,
    locale,
    make_framework,
    make_grid,
    make_project,
)


def link(kind: str, code: str, exactness: str = "close", sentence: str = "Parce que.") -> dict:
    return {"type": kind, "value": {kind: code, "exactness": exactness, "sentence": sentence}}


def section(client, page) -> BeautifulSoup | None:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one(".crosswalk")


def categories(found: BeautifulSoup) -> dict[str, list[str]]:
    return {
        part.h3.text: [" ".join(item.text.split()) for item in part.select("li")]
        for part in found.select(".crosswalk__category")
    }


def test_findings_and_facts_fall_under_categories_with_how_exactly(showcase, grid, client):
    make_framework(
        links={
            "Acteurs": [link("criterion", "partnership", "exact"), link("fact", "beneficiaries", "partial")],
            "Risque": [link("criterion", "risk", "close", "Une question voisine.")],
        }
    )
    project = make_project(
        showcase,
        grid,
        {"risk": "not_demonstrated"},
        beneficiaries=[("group", "jeunes"), ("group", "artisans")],
    )
    found = section(client, project)
    under = categories(found)
    assert list(under) == ["Acteurs", "Risque"]
    assert "partnership" in under["Acteurs"][0]
    assert "documenté" in under["Acteurs"][0]
    assert "jeunes, artisans" in under["Acteurs"][1]
    assert "non démontré" in under["Risque"][0]
    assert "Une question voisine." in under["Risque"][0]
    assert found.select_one('a[href="#criterion-risk"]')
    labels = [item.i.text for item in found.select("small")]
    assert len(set(labels)) == 3


def test_whose_frame_it_is_and_whose_reading_are_said(showcase, grid, client):
    source = SourceFactory(title="Un rapport", url="https://example.org/rapport")
    make_framework(
        source=source, links={"Acteurs": [link("criterion", "risk")]}, note="Ce n’est pas une note."
    )
    found = section(client, make_project(showcase, grid))
    for words in ("le cadre d’à côté", "Conseil", "2017-02", "Ce n’est pas une note.", "Un rapport"):
        assert words in found.text
    assert found.select_one('a[href="https://example.org/rapport"]')


def test_a_category_that_nothing_falls_under_says_so(showcase, grid, client):
    make_framework(links={"Acteurs": [link("criterion", "risk")], "Effets": [link("fact", "reach")]})
    project = make_project(showcase, grid)
    assert len(categories(section(client, project))["Effets"]) == 1
    ProjectFigure.objects.create(
        page=project, locale=project.locale, value="3", label="villes suivent", kind="reach",
        source_title="Presse", source_url="https://a.example/",
    )  # fmt: skip
    ProjectFigure.objects.create(
        page=project, locale=project.locale, value="9", label="promises", kind="target",
        source_title="Presse", source_url="https://a.example/",
    )  # fmt: skip
    (line,) = categories(section(client, project))["Effets"]
    assert "3 villes suivent" in line
    assert "promises" not in line


@pytest.mark.parametrize(
    "fields", [{"is_public": False}, {"links": {"Effets": [link("criterion", "absent")]}}]
)
def test_a_frame_that_is_not_public_or_leads_nowhere_is_not_shown(showcase, grid, client, fields):
    make_framework(**{"links": {"Effets": [link("criterion", "risk")]}, **fields})
    assert section(client, make_project(showcase, grid)) is None


def test_without_any_frame_the_sheet_is_as_before(showcase, grid, client):
    assert section(client, make_project(showcase, grid)) is None


def test_a_new_version_of_the_grid_keeps_the_mapping(showcase, grid, client):
    make_framework(links={"Risque": [link("criterion", "risk")]})
    old, new = make_project(showcase, grid), make_project(showcase, make_grid(2))
    assert categories(section(client, old)) == categories(section(client, new))


def test_it_costs_a_sheet_one_query_however_many_categories(showcase, grid, client, count_queries):
    project = make_project(showcase, grid)
    address = project.get_url()
    without = count_queries(address)
    make_framework(links={"A": [link("criterion", "risk")]})
    counts = [count_queries(address)]
    make_framework(links={f"Groupe {number}": [link("criterion", "risk")] for number in range(30)})
    counts.append(count_queries(address))
    assert counts[0] == counts[1] <= 12
    assert counts[0] <= without + 1


def test_a_source_that_a_frame_rests_on_cannot_be_deleted(db):
    frame = make_framework()
    with pytest.raises(ProtectedError):
        frame.source.delete()


@pytest.mark.parametrize("published", ["février 2017", "17", "2017-2"])
def test_a_date_that_is_none_is_refused(db, published):
    frame = make_framework()
    frame.published = published
    with pytest.raises(ValidationError) as caught:
        frame.full_clean()
    assert "published" in caught.value.message_dict


def test_a_mapping_is_translated_and_its_choices_stay_in_step(showcase, grid, home, client, admin_user):
    in_english(home, slug="home")
    in_english(showcase, slug="showcase")
    for criterion in grid.criteria.all():
        english = criterion.copy_for_translation(locale("en"))
        english.save()
    frame = make_framework(links={"Risque": [link("criterion", "risk", "partial")]})
    translate_object(frame, [locale("en")], user=admin_user)
    english = Framework.objects.get(locale=locale("en"))
    (category,) = english.categories.all()
    (block,) = category.links
    assert dict(block.value) == {"criterion": "risk", "exactness": "partial", "sentence": "Parce que."}
    assert (english.is_public, english.published, english.source) == (True, "2017-02", frame.source)
    project = in_english(make_project(showcase, grid, slug="un"), slug="one")
    project.assessments.all().delete()
    CriterionAssessment.objects.create(
        page=project, locale=locale("en"), finding="partly", reason="A reason.",
        criterion=Criterion.objects.get(code="risk", locale=locale("en")),
    )  # fmt: skip
    assert categories(section(client, project))["Risque"][0].startswith("risk: partly")


def test_editors_change_the_mapping_in_the_admin(grid, client, admin_user):
    from tests.studio.forms import filled

    make_framework(links={"Risque": [link("criterion", "risk", "close")]})
    frame = Framework.objects.get()
    client.force_login(admin_user)
    address = reverse("wagtailsnippets_showcase_framework:edit", args=[frame.pk])
    page = client.get(address)
    assert page.status_code == 200
    form = filled(page.content, "categories-0-links") | {
        "categories-0-links-count": "1",
        "categories-0-links-0-type": "criterion",
        "categories-0-links-0-order": "0",
        "categories-0-links-0-deleted": "",
        "categories-0-links-0-id": "",
        "categories-0-links-0-value-criterion": "policy",
        "categories-0-links-0-value-exactness": "exact",
        "categories-0-links-0-value-sentence": "Autrement.",
    }
    assert client.post(address, form).status_code == 302
    (block,) = FrameworkCategory.objects.get().links
    assert (block.value["criterion"], block.value["exactness"]) == ("policy", "exact")
    wrong = client.post(address, form | {"categories-0-links-0-value-criterion": "absent"})
    assert wrong.status_code == 200
    assert FrameworkCategory.objects.get().links[0].value["criterion"] == "policy"


@pytest.fixture
def planter(db):
    planter = Planter(french=locale("fr"), english=locale("en"))
    planter.source_ids = {"S05": SourceFactory(code="S05").pk}
    return planter


def test_the_seed_holds_the_three_groups_of_the_csess_in_both_languages(grid, planter):
    sow_frames(planter, CONTENT / "frames")
    frames = {frame.locale.language_code: frame for frame in Framework.objects.select_related("locale")}
    assert set(frames) == {"fr", "en"}
    assert frames["fr"].translation_key == frames["en"].translation_key
    french, english = (list(frames[language].categories.all()) for language in ("fr", "en"))
    assert [category.title for category in french] == [
        "Besoins sociaux et implication des acteurs",
        "Autres effets positifs",
        "Expérimentation et prise de risque",
    ]
    assert all("CSESS" in frame.publisher for frame in frames.values())
    for one, other in zip(french, english, strict=True):
        assert one.title != other.title
        for block, translated in zip(one.links, other.links, strict=True):
            assert block.value["exactness"] == translated.value["exactness"]
            assert block.value["sentence"] != translated.value["sentence"]
    mapped = {
        block.value["criterion"]
        for category in french
        for block in category.links
        if "criterion" in block.value
    }
    assert mapped == {"novelty", "risk", "policy", "partnership", "participation"}


WITHOUT_SOURCE = """
key = "x"
published = "2017"
source = "S99"
is_public = true
categories = []
fr.name = "x"
en.name = "x"
"""


@pytest.mark.parametrize(("text", "wrong"), [('key = "x"', "missing"), (WITHOUT_SOURCE, "S99")])
def test_a_broken_file_is_named(planter, tmp_path, text, wrong):
    (tmp_path / "cadre.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=rf"cadre\.toml.*{wrong}"):
        sow_frames(planter, tmp_path)
