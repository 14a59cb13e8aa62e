"""Other published frames and the mapping to our grid, from `content/frames`."""

from pathlib import Path

from django.core.exceptions import ValidationError

from home.seed.planting import Planter
from home.seed.reading import SeedError, key_for, localise, need, read_folder
from showcase.models import Framework, FrameworkCategory


def sow_frames(planter: Planter, folder: Path) -> None:
    """Each file's frame in both languages; the grid and the sources are there already."""
    for place, node in read_folder(folder):
        need(node, "key published source is_public categories fr en", place)
        if node["source"] not in planter.source_ids:
            raise SeedError(place, f"there is no source {node['source']}")
        french, english = (_frame(planter, node, language, place) for language in ("fr", "en"))
        try:
            french.full_clean()
            for category in french.categories.all():
                category.full_clean(exclude=["framework"])
                category.links.stream_block.clean(category.links)
        except ValidationError as error:
            raise SeedError(place, "; ".join(error.messages)) from error
        french.save()
        planter.translate(french, english, place)


def _frame(planter: Planter, node: dict, language: str, place: str) -> Framework:
    text = localise(node, language)
    need(text, "name publisher note", place)
    frame = Framework(
        locale=planter.locale(language),
        translation_key=key_for("frame", node["key"]),
        source_id=planter.source_ids[node["source"]],
        **{name: text[name] for name in ("name", "publisher", "published", "note", "is_public")},
    )
    frame.categories = [
        _category(planter, category, order, language, f"{place}, category {order + 1}", node["key"])
        for order, category in enumerate(text["categories"])
    ]
    return frame


def _category(
    planter: Planter, text: dict, order: int, language: str, place: str, frame: str
) -> FrameworkCategory:
    need(text, "key title meaning links", place)
    return FrameworkCategory(
        locale=planter.locale(language),
        translation_key=key_for("frame", frame, text["key"]),
        sort_order=order,
        title=text["title"],
        meaning=text["meaning"],
        links=[_link(link, number, place) for number, link in enumerate(text["links"], 1)],
    )


def _link(link: dict, number: int, place: str) -> dict:
    here = f"{place}, link {number}"
    kind = "criterion" if "criterion" in link else "fact"
    need(link, f"{kind} exactness sentence", here)
    return {"type": kind, "id": str(key_for(here)), "value": link}
