"""The page of figures below the showcase, and its numbers as a file."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from home.exports import as_text
from showcase.addresses import address_below, below
from showcase.data import LICENCE
from showcase.data.extract import Extract
from showcase.data.formats import BYTE_ORDER_MARK
from showcase.figures.charts import Chart
from showcase.figures.counts import all_charts
from showcase.models import ShowcasePage
from showcase.subpages import subpage


@below("showcase.ShowcasePage", fr="en-chiffres", en="figures", on_sitemap=True)
def figures(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    """The charts, for the projects that the address selects."""
    extract = Extract(page, request)
    return subpage(page, request, figures, "showcase/figures/page.html", _context(page, request, extract))


def _context(page: ShowcasePage, request: HttpRequest, extract: Extract) -> dict[str, Any]:
    address, query = address_below(page, numbers, request), extract.selection.address()
    charts = _charts(extract)
    return {
        "title": _("The showcase in figures"),
        "description": _(
            "What was found, in which sectors, where and since when: counted from the projects."
        ),
        "search": extract.search,
        "today": extract.today,
        "showcase": page.get_url(request),
        "charts": [
            (chart, f"{address}?{'&'.join(filter(None, [urlencode({'chart': chart.code}), query]))}")
            for chart in charts
        ],
    }


@below("showcase.ShowcasePage", "figures.csv")
def numbers(page: ShowcasePage, request: HttpRequest) -> HttpResponseBase:
    """The numbers of the chart that the address names (`chart`), of all of them where it names none: one line
    for each part of each bar.
    """
    extract = Extract(page, request)
    charts = _charts(extract)
    chosen = [chart for chart in charts if chart.code == request.GET.get("chart")] or charts
    name = chosen[0].code if len(chosen) == 1 else "all"
    response = HttpResponse(
        BYTE_ORDER_MARK,
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'inline; filename="figures-{name}-{extract.language}.csv"',
            "Access-Control-Allow-Origin": "*",
        },
    )
    _write(response, chosen, extract)
    return response


HEADINGS = ["chart", "code", "label", "part", "part_label", "number", "licence", "extracted_on", "selection"]


def _write(response: HttpResponse, charts: list[Chart], extract: Extract) -> None:
    sheet = csv.writer(response)
    sheet.writerow(HEADINGS)
    ending = [LICENCE, extract.today.isoformat(), as_text(extract.selection.address())]
    for chart in charts:
        for bar in chart.bars:
            for part, number in zip(chart.parts, bar.numbers, strict=True):
                sheet.writerow(
                    [chart.code, bar.code, as_text(bar.label), part.code, str(part.label), number, *ending]
                )


def _charts(extract: Extract) -> list[Chart]:
    return all_charts(extract.search, extract.criteria, today=extract.today)
