"""The grid, the showcase and its projects, from the files beside this module."""

from pathlib import Path

from django.core.exceptions import ValidationError

from home.models import HomePage
from home.seed import check_page, page_file
from home.seed.planting import Planter, common_fields
from home.seed.reading import SeedError, key_for, localise, need, read_folder, read_toml
from showcase.catalogue import keeping
from showcase.history import recording
from showcase.models import (
    Assessor,
    CriteriaGrid,
    Criterion,
    CriterionAssessment,
    ProjectFigure,
    ProjectPage,
    ShowcasePage,
)
from showcase.seed.frames import sow_frames

HERE = Path(__file__).parent
CONTENT = HERE / "content"
ART = HERE / "art"
YEARS_GOOD = 2  # an assessment from public sources is to be read again after this long
PROJECT_NEEDS = (
    "country latitude longitude start_year status legal_form sectors sdgs website reviewed_on"
    " assessments sources"
)
CRITERION_NEEDS = "code is_gate fr en"


def sow(planter: Planter) -> None:
    criteria = _grid(planter)
    sow_frames(planter, CONTENT / "frames")
    home = HomePage.objects.get(pk=planter.page_ids["page:home"])
    node = page_file(CONTENT / "showcase.toml")
    showcase = planter.sow(home, ShowcasePage, "page:showcase", node, "showcase.toml", _showcase_fields)
    for place, project in read_folder(CONTENT / "projects"):
        check_page(project, place)
        need(project, PROJECT_NEEDS, place)
        _check_assessments(project, criteria, place)
        planter.sow(
            showcase,
            ProjectPage,
            f"project:{project['key']}",
            project,
            place,
            _project_fields,
            lambda planter, node, language, place: {
                "assessments": _assessments(node, criteria[language], place),
                "figures": _figures(node, place),
            },
        )


def finish(planter: Planter) -> None:
    """Once its projects are published, the catalogue and the record of findings are made at one stroke."""
    keeping.rebuild()
    recording.record_first()


def _grid(planter: Planter) -> dict[str, dict[str, Criterion]]:
    """The grid and its criteria. Returns {language: {code: criterion}}."""
    place, node = "grid-1.toml", read_toml(CONTENT / "grid-1.toml")
    need(node, "version published_on criteria", place)
    grid = CriteriaGrid.objects.create(version=node["version"], published_on=node["published_on"])
    found: dict[str, dict[str, Criterion]] = {"fr": {}, "en": {}}
    for order, entry in enumerate(node["criteria"]):
        here = f"{place}, criterion {order + 1}"
        need(entry, CRITERION_NEEDS, here)
        french, english = (
            _criterion(planter, grid, order, entry, language, here) for language in ("fr", "en")
        )
        try:
            french.full_clean()
        except ValidationError as error:
            raise SeedError(here, "; ".join(error.messages)) from error
        french.save()
        planter.translate(french, english, here)
        found["fr"][french.code] = french
        found["en"][french.code] = Criterion.objects.get(
            translation_key=french.translation_key, locale=planter.english
        )
    return found


def _criterion(
    planter: Planter, grid: CriteriaGrid, order: int, entry: dict, language: str, place: str
) -> Criterion:
    text = localise(entry, language)
    need(
        text,
        "title short_title meaning questions good_evidence weak_evidence misunderstanding",
        place,
    )
    return Criterion(
        grid=grid,
        locale=planter.locale(language),
        translation_key=key_for("criterion", str(grid.version), entry["code"]),
        sort_order=order,
        code=entry["code"],
        is_gate=entry["is_gate"],
        glyph=entry["code"],
        title=text["title"],
        short_title=text["short_title"],
        meaning=text["meaning"],
        misunderstanding=text["misunderstanding"],
        **{name: "\n".join(text[name]) for name in ("questions", "good_evidence", "weak_evidence")},
    )


def _showcase_fields(planter: Planter, node: dict, place: str) -> dict:
    need(node, "intro", place)
    return {
        **common_fields(planter, node, place),
        **planter.picture(ART / "showcase.webp", node["title"]),
        "intro": planter.builder.rich(node["intro"], place),
    }


def _check_assessments(project: dict, criteria: dict, place: str) -> None:
    wanted = [code for code, criterion in criteria["fr"].items() if not criterion.is_gate]
    found = [entry.get("criterion") for entry in project["assessments"]]
    if found != wanted:
        raise SeedError(place, f"assessments of {found}; wanted {wanted}, in that order")


def _project_fields(planter: Planter, node: dict, place: str) -> dict:
    shared = (
        "organisation legal_form legal_form_detail country place latitude longitude start_year"
        " start_note status status_note website sectors sdgs caution"
    )
    need(node, shared + " partners beneficiaries body related_concepts", place)
    return {
        **common_fields(planter, node, place),
        **planter.picture(ART / f"{node['key']}.webp", node["title"]),
        **{name: node[name] for name in shared.split()},
        "end_year": node.get("end_year"),
        "beneficiaries": [
            {"type": "group", "value": group, "id": str(key_for(place, "group", str(number)))}
            for number, group in enumerate(node["beneficiaries"])
        ],
        "partners": [
            {
                "type": "partner",
                "value": partner,
                "id": str(key_for(place, "partner", str(number))),
            }
            for number, partner in enumerate(node["partners"])
        ],
        "related": [
            {
                "type": "concept",
                "value": planter.builder.page(f"concept:{key}", place),
                "id": str(key_for(place, "concept", key)),
            }
            for key in node["related_concepts"]
        ],
    }


def _sources(node: dict, numbers: list[int], place: str) -> list[dict]:
    by_number = {source["n"]: source for source in node["sources"]}
    unknown = [number for number in numbers if number not in by_number]
    if unknown:
        raise SeedError(place, f"there is no source {unknown[0]}")
    return [by_number[number] for number in numbers]


def _assessments(node: dict, criteria: dict[str, Criterion], place: str) -> list[CriterionAssessment]:
    found = []
    for entry in node["assessments"]:
        here = f"{place}, {entry['criterion']}"
        need(entry, "finding reason sources", here)
        assessed_on = node["reviewed_on"]
        found.append(
            CriterionAssessment(
                criterion=criteria[entry["criterion"]],
                finding=entry["finding"],
                reason=entry["reason"],
                assessor=Assessor.EDITORS,
                assessed_on=assessed_on,
                review_by=assessed_on.replace(year=assessed_on.year + YEARS_GOOD),
                evidence=[
                    {
                        "type": "evidence",
                        "id": str(key_for(here, str(source["n"]))),
                        "value": {
                            name: source[name] for name in ("title", "url", "kind", "date", "language")
                        },
                    }
                    for source in _sources(node, entry["sources"], here)
                ],
            )
        )
    return found


def _figures(node: dict, place: str) -> list[ProjectFigure]:
    found = []
    for number, entry in enumerate(node.get("figures", []), 1):
        here = f"{place}, figure {number}"
        need(entry, "value label kind source", here)
        (source,) = _sources(node, [entry["source"]], here)
        found.append(
            ProjectFigure(
                value=entry["value"],
                label=entry["label"],
                kind=entry["kind"],
                year=entry.get("year"),
                source_title=source["title"],
                source_url=source["url"],
            )
        )
    return found
