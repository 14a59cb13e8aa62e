"""Finding projects, as the showcase grows from a thousand to a hundred thousand in each language."""

import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.measure import Line, ask, median

SIZES = (1_000, 10_000, 100_000)
# The limits at the last size, on two cores and without any cache.
MOST_MS = {"postgresql": 300, "sqlite": 1000}
# Told and not limited: every finding is counted, five for each project; nobody means a word of all of them.
UNLIMITED = {"figures", "a word that all have"}
RUNS = 7
COMBINATION = (
    "criterion=novelty&criterion=risk-partly&sector=housing&sector=places&country=FR&country=MA&status=active"
    "&year=2000-2009&year=2010-2019"
)
ADDRESSES = {
    "all projects": "/fr/vitrine/",
    "one facet": "/fr/vitrine/?sector=housing",
    "a combination": f"/en/showcase/?{COMBINATION}",
    "every facet": "/fr/vitrine/?criterion=novelty&criterion=risk&criterion=policy&criterion=partnership"
    "&criterion=participation&sector=housing&country=FR&legal_form=association&sdg=11&status=active"
    "&year=2010-2019",
    "a word that many have": "/fr/vitrine/?q=cooperative",
    "words and facets": "/en/showcase/?q=garden+housing&status=active&sector=housing",
    "a word that all have": "/fr/vitrine/?q=habitants",
    "a word that none has": "/fr/vitrine/?q=introuvable",
    "page 50": "/fr/vitrine/?page=50",
    "page 50 by criteria": "/fr/vitrine/?page=50&sort=met",
    "the last page": "/fr/vitrine/?page=999999999",
    "map, the page": "/fr/vitrine/carte/",
    "map, the world": "/fr/vitrine/map.json",
    "map, a country": "/fr/vitrine/map.json?bbox=-5,42,8,51&zoom=6",
    "map, a town under filters": f"/en/showcase/map.json?bbox=2,48.5,2.7,49.2&zoom=11&{COMBINATION}",
    "figures": "/fr/vitrine/en-chiffres/",
    "a sheet": "/fr/vitrine/invented-500/",
    "feed": "/fr/vitrine/feed.xml",
    "api, a combination": f"/api/v2/projects/?locale=fr&{COMBINATION}",
}
FILES = ("projects.csv", "projects.json", "projects.geojson")
# What an export may take more, however many projects it has: a few batches, and SQLite’s own 20 MB of pages.
MOST_MB = 40


def lines() -> Iterator[Line]:
    call_command("seed", stdout=StringIO())
    client, made = Client(), 0
    for size in SIZES:
        call_command("invent_projects", size - made, quiet=True)
        made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        at = f"({size} projects, {connection.vendor})"
        most = MOST_MS[connection.vendor] if size == SIZES[-1] else None
        for what, address in ADDRESSES.items():
            ask(client, address)
            took = median(lambda address=address: ask(client, address), RUNS)
            yield Line(f"showcase, {what} {at}", took, None if what in UNLIMITED else most)
        if sys.platform == "linux":
            for name in FILES:
                yield Line(f"showcase, memory of {name} {at}", memory(f"/fr/vitrine/{name}"), MOST_MB, "MB")


def memory(address: str) -> float:
    """What a process takes more, in megabytes, to send this file than to send it empty."""
    program, empty = Path(__file__).with_name("memory.py"), f"{address}?q=introuvable"
    command = [sys.executable, str(program), empty, address]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
