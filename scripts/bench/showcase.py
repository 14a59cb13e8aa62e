"""Finding projects, as the showcase grows from a thousand to a hundred thousand in each language."""

from collections.abc import Iterator
from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.measure import Line, ask, median

SIZES = (1_000, 10_000, 100_000)
# The limits at the last size, on two cores and without any cache.
MOST_MS = {"postgresql": 300, "sqlite": 1000}
RUNS = 7
ADDRESSES = {
    "all projects": "/fr/vitrine/",
    "one facet": "/fr/vitrine/?sector=housing",
    "a combination": "/en/showcase/?criterion=novelty&criterion=risk-partly&sector=housing&sector=places"
    "&country=FR&country=MA&status=active&year=2000-2009&year=2010-2019",
    "every facet": "/fr/vitrine/?criterion=novelty&criterion=risk&criterion=policy&criterion=partnership"
    "&criterion=participation&sector=housing&country=FR&legal_form=association&sdg=11&status=active"
    "&year=2010-2019",
    "a word that many have": "/fr/vitrine/?q=cooperative",
    "words and facets": "/en/showcase/?q=garden+housing&status=active&sector=housing",
    "a word that none has": "/fr/vitrine/?q=introuvable",
    "page 50": "/fr/vitrine/?page=50",
    "page 50 by criteria": "/fr/vitrine/?page=50&sort=met",
}


def lines() -> Iterator[Line]:
    call_command("seed", stdout=StringIO())
    client, made = Client(), 0
    for size in SIZES:
        call_command("invent_projects", size - made, quiet=True)
        made = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        limit = MOST_MS[connection.vendor] if size == SIZES[-1] else None
        for what, address in ADDRESSES.items():
            name = f"showcase, {what} ({size} projects, {connection.vendor})"
            yield Line(name, median(lambda address=address: ask(client, address), RUNS), limit)
