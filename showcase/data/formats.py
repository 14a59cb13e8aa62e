"""Writing an extract, piece by piece."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from home.exports import as_text
from showcase.data.columns import Column, all_columns
from showcase.data.extract import Extract
from showcase.data.records import Record

# Without it, a spreadsheet takes UTF-8 for the alphabet of its own system.
BYTE_ORDER_MARK = "\ufeff"


def csv_pieces(extract: Extract) -> Iterator[str]:
    """One line of headings, then a line for each project; all cells that a person wrote are text.

    A note above the headings would be data to most programs: licence, day and filters are columns.
    """
    columns = all_columns(extract.criteria)
    yield BYTE_ORDER_MARK + _lines([[column.name for column in columns]])
    for batch in extract.batches():
        yield _lines([[_cell(value) for value in _row(columns, record, extract)] for record in batch])


def _row(columns: list[Column], record: Record, extract: Extract) -> list[Any]:
    whole = record | {name: extract.about[name] for name in ("licence", "extracted_on", "selection")}
    return [column.value(whole) for column in columns]


def _cell(value: Any) -> Any:
    return as_text(value) if isinstance(value, str) else value


def _lines(rows: list[list[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def json_pieces(extract: Extract) -> Iterator[str]:
    """One object: what it is, the projects with findings and evidence, and how many they were."""
    yield _opening(extract.about, "projects")
    count = 0
    for batch in extract.batches():
        yield _items(batch, first=not count)
        count += len(batch)
    yield f'\n],\n"count": {count}}}\n'


def geojson_pieces(extract: Extract) -> Iterator[str]:
    """A FeatureCollection (RFC 7946) of the projects whose place is known, with the columns of the CSV as
    properties. Its foreign members say what it is and how many were left out for want of a place.
    """
    columns = [
        column for column in all_columns(extract.criteria) if column.name not in ("latitude", "longitude")
    ]
    about = extract.about | {"without_coordinates": extract.count_without_place()}
    yield _opening({"type": "FeatureCollection"} | about, "features")
    first = True
    for batch in extract.batches(located=True):
        yield _items([_feature(columns, record, extract) for record in batch], first=first)
        first = False
    yield "\n]}\n"


def _feature(columns: list[Column], record: Record, extract: Extract) -> Record:
    names = [column.name for column in columns]
    return {
        "type": "Feature",
        "id": record["id"],
        "geometry": {"type": "Point", "coordinates": [record["longitude"], record["latitude"]]},
        "properties": dict(zip(names, _row(columns, record, extract), strict=True)),
    }


def _opening(members: dict[str, Any], name: str) -> str:
    """The members of an object, and then one that is a list, left open."""
    return f'{_dumped(members)[:-1]},\n"{name}": [\n'


def _items(items: list[Record], *, first: bool) -> str:
    return ("" if first else ",\n") + ",\n".join(map(_dumped, items))


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
