"""Invented projects, as many as wanted, for trying out and measuring: alike in the spread of their facets,
plausible to read, the same on every machine for the same seed.
"""

import datetime
import random
import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showcase.vocabulary import SDG, LegalForm, Sector, Status

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FINDINGS = (["demonstrated"] * 5) + (["partly"] * 3) + (["not_demonstrated"] * 2)
ASSESSORS = (["editors"] * 6) + (["self"] * 2) + (["jury"] * 2)


@dataclass(frozen=True)
class Invented:
    """One project: what it is in every language, and its words in each."""

    key: uuid.UUID
    number: int
    town: str
    facts: dict[str, Any]
    findings: list[dict[str, Any]]
    kind: int
    subject: int
    people: int
    entered: datetime.datetime

    def words(self, language: str) -> dict[str, str]:
        """Title, slug and summary."""
        words = WORDS[language]
        subject = words["subjects"][self.subject]
        title = f"{words['kinds'][self.kind]} {subject}, {self.town} {self.number}"
        summary = words["summary"].format(town=self.town, subject=subject, people=self.people)
        return {"title": title, "slug": f"invented-{self.number}", "summary": summary}


def invent(count: int, criteria: list[str], *, start: int = 1, seed: int = 2014) -> Iterator[Invented]:
    """`count` projects, numbered from `start`, with a finding for each of the criteria."""
    towns = WORDS["towns"]
    weights = [weight for *_town, weight in towns]
    for number in range(start, start + count):
        dice = random.Random(seed * 10_000_019 + number)  # noqa: S311
        town, country, latitude, longitude, _weight = dice.choices(towns, weights)[0]
        subject, year = dice.randrange(12), dice.choice(range(1975, 2026))
        status = dice.choices(Status.values, (7, 2, 1))[0]
        others = dice.sample(range(12), dice.randint(0, 2))
        yield Invented(
            key=uuid.UUID(int=dice.getrandbits(128), version=4),
            number=number,
            town=town,
            kind=dice.randrange(7),
            subject=subject,
            people=dice.randint(8, 4000),
            entered=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=number),
            facts={
                "country": country,
                "place": town,
                "latitude": None if dice.random() < 0.03 else round(latitude + dice.gauss(0, 0.6), 5),
                "longitude": round(longitude + dice.gauss(0, 0.6), 5),
                "start_year": year,
                "end_year": min(year + dice.randint(1, 20), 2026) if status == Status.ENDED else None,
                "status": status,
                "legal_form": dice.choices(LegalForm.values, (9, 6, 2, 1, 4, 1, 1, 1))[0],
                "sectors": [Sector.values[place] for place in sorted({subject, *others})],
                "sdgs": sorted(dice.sample(SDG.values, dice.randint(1, 4))),
            },
            findings=[_finding(dice, code) for code in criteria],
        )


def _finding(dice: random.Random, code: str) -> dict[str, Any]:
    read = datetime.date(2024, 1, 1) + datetime.timedelta(days=dice.randrange(1000))
    return {
        "code": code,
        "finding": dice.choice(FINDINGS),
        "assessor": dice.choice(ASSESSORS),
        "assessed_on": read,
        "review_by": read + datetime.timedelta(days=dice.choice((365, 730, 1095))),
    }
