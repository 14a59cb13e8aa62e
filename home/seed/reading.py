"""Reading seed files: TOML in two languages, told apart by tables named `fr` and `en`."""

import csv
import tomllib
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "en")
NAMESPACE = uuid.UUID("6f1d7c5e-3b0a-5f0e-9d43-70a55e7e11e5")


class SeedError(Exception):
    """A seed file that cannot be used; the message names the file, the place in it, and what is wrong."""

    def __init__(self, place: str, problem: str):
        super().__init__(f"{place}: {problem}")


def key_for(*parts: str) -> uuid.UUID:
    """The same identifier for the same words, on every machine."""
    return uuid.uuid5(NAMESPACE, "/".join(parts))


def read_toml(path: Path) -> dict:
    """The file's table. Raises SeedError with the line where it is not TOML."""
    try:
        # Decimals: a latitude of 33.601 is those five digits and not the nearest binary number.
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(path.name, str(error)) from error


def read_folder(folder: Path) -> Iterator[tuple[str, dict]]:
    """(file name, table) of each TOML file, in the order of their names."""
    for path in sorted(folder.glob("*.toml")):
        yield path.name, read_toml(path)


def read_csv(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """(file name and line, row) of each line. Raises SeedError where a line has the wrong number of cells."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            place = f"{path.name} line {reader.line_num}"
            if None in row or None in row.values():
                raise SeedError(place, f"{len(reader.fieldnames or [])} cells are wanted")
            yield place, row


def need(node: dict, names: str, place: str) -> None:
    """Raises SeedError where one of the names (separated by spaces) is absent."""
    missing = [name for name in names.split() if name not in node]
    if missing:
        raise SeedError(place, f"{', '.join(missing)} missing")


def localise(node: Any, language: str) -> Any:
    """The same tree in one language: what stands under `fr` or `en` joins what is shared."""
    if isinstance(node, list):
        return [localise(item, language) for item in node]
    if not isinstance(node, dict):
        return node
    shared = {name: localise(value, language) for name, value in node.items() if name not in LANGUAGES}
    return {**shared, **localise(node[language], language)} if language in node else shared
