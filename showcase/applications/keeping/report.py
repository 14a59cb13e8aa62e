"""The team's figures on one page of the admin, and each table as CSV."""

import csv
from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.exports import as_text
from showcase.applications.jury.access import may_lead
from showcase.applications.keeping.agreement import by_criterion
from showcase.applications.keeping.delays import days_to_answer
from showcase.applications.keeping.figures import Table, by_juror, by_month, by_step
from showcase.data.formats import BYTE_ORDER_MARK

TABLES = {"months": by_month, "steps": by_step, "jurors": by_juror, "agreement": by_criterion}


class LeadsJury(UserPassesTestMixin):
    """For who leads the jury; the admin answers everybody else as it does."""

    def test_func(self) -> bool:
        return may_lead(self.request.user)  # type: ignore[attr-defined]


class FiguresView(WagtailAdminTemplateMixin, LeadsJury, TemplateView):
    """Queries: the same number however many files there are."""

    template_name = "applications/keeping/figures.html"
    page_title = _("Applications: figures")
    header_icon = "order"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        queue = {"url": reverse("jury:queue"), "label": _("Applications")}
        return [*super().get_breadcrumbs_items(), queue, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        address = reverse("applications_figures_csv")
        tables = [(make(today), f"{address}?table={code}") for code, make in TABLES.items()]
        return super().get_context_data(**kwargs) | {
            "tables": tables,
            "delay": days_to_answer(),
            "today": today,
        }


class NumbersView(LeadsJury, View):
    """The table that the address names (`table`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        make = TABLES.get(request.GET.get("table", ""))
        if make is None:
            raise Http404
        table = make(timezone.localdate())
        response = HttpResponse(
            BYTE_ORDER_MARK,
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": f'attachment; filename="applications-{table.code}.csv"',
            },
        )
        _write(response, table)
        return response


def _write(response: HttpResponse, table: Table) -> None:
    sheet = csv.writer(response)
    sheet.writerow([as_text(heading) for heading in table.headings])
    for row in table.rows:
        sheet.writerow([as_text(cell) if isinstance(cell, str) else cell for cell in row])
