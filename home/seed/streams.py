"""From a block as a seed file writes it to a block as a StreamField stores it."""

import re
from decimal import Decimal
from typing import Any

from home.seed.reading import SeedError, key_for

PAGE_LINK = re.compile(r'<a page="([^"]+)">')
PLAIN_LISTS = ("facts",)  # lists of choices, which are not list blocks


class StreamBuilder:
    """Builds the raw value of a StreamField, the same identifiers in both languages.

    `page_ids` gives the page for a key such as `concept:csr`; `source_ids` the source for a code such
    as `S42`. Raises SeedError for a key that neither knows.
    """

    def __init__(self, page_ids: dict[str, int], source_ids: dict[str, int]):
        self.page_ids = page_ids
        self.source_ids = source_ids

    def stream(self, blocks: list[dict], place: str) -> list[dict]:
        """Blocks already in one language, in order."""
        built = []
        for number, node in enumerate(blocks, 1):
            here = f"{place}, block {number}"
            if "type" not in node:
                raise SeedError(here, "type missing")
            value = self.block(node["type"], {k: v for k, v in node.items() if k != "type"}, here)
            built.append({"type": node["type"], "value": value, "id": str(key_for(here))})
        return built

    def block(self, kind: str, node: dict, place: str) -> Any:
        if kind in ("heading", "subheading"):
            return node["text"]
        if kind == "quotation":
            original, gloss = node.pop("text"), node.pop("gloss", "")
            node |= {"original": original, "text": gloss or original}
        if kind == "exercise":
            node["items"] = [{**item, "answer": item["answer"] + 1} for item in node["items"]]
        return self.value(node, place)

    def value(self, node: Any, place: str, name: str = "") -> Any:
        if name == "sources":
            return [self._item(self.source(code, place), f"{place}/{code}") for code in node]
        if name in PLAIN_LISTS:
            return node
        if isinstance(node, list):
            return self.items(node, f"{place}/{name}")
        if isinstance(node, dict):
            return {_block_name(key): self.value(item, place, key) for key, item in node.items()}
        return self.leaf(node, place, name)

    def leaf(self, node: Any, place: str, name: str) -> Any:
        if name == "project":
            return self.page(f"project:{node}", place)
        if name == "link":
            return self.page(node, place) if node else None
        if name == "year":
            return int(node) if node else None
        if isinstance(node, Decimal):
            return float(node)
        return self.rich(node, place) if isinstance(node, str) else node

    def items(self, node: list, path: str) -> list[dict]:
        return [
            self._item(self.value(item, f"{path}{number}"), f"{path}{number}")
            for number, item in enumerate(node, 1)
        ]

    def rich(self, html: str, place: str) -> str:
        """Text with its links to pages as Wagtail stores them."""
        return PAGE_LINK.sub(
            lambda match: f'<a linktype="page" id="{self.page(match[1], place)}">', html.strip()
        )

    def page(self, key: str, place: str) -> int:
        if key not in self.page_ids:
            raise SeedError(place, f"there is no page {key!r}")
        return self.page_ids[key]

    def source(self, code: str, place: str) -> int:
        if code not in self.source_ids:
            raise SeedError(place, f"there is no source {code!r}")
        return self.source_ids[code]

    @staticmethod
    def _item(value: Any, path: str) -> dict:
        return {"type": "item", "value": value, "id": str(key_for(path))}


def _block_name(key: str) -> str:
    """Seed files say `kind` of a figure where the block says `nature`, a word its field already has."""
    return "nature" if key == "kind" else key
