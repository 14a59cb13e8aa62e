"""How far jurors agree, criterion by criterion."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from showcase.applications.keeping.figures import Cell, Table, first_day
from showcase.applications.keeping.terms import morning
from showcase.applications.models import Score
from showcase.applications.models.files import WITH_THE_JURY
from showcase.figures.charts import Bar, Chart, Part
from showcase.models import Criterion, Finding

DEGREES = (
    Part("same", gettext_lazy("all agree")),
    Part("near", gettext_lazy("one step apart")),
    Part("far", gettext_lazy("opposite")),
)
TOTAL = ""


@dataclass
class Agreement:
    """What was found of one criterion, or of all, over the files on which two jurors or more spoke. `apart`
    is in steps: 0 between findings that are the same, 2 between “demonstrated” and “not demonstrated”.
    """

    same: int = 0
    near: int = 0
    opposite: int = 0
    pairs: int = 0
    apart: int = 0
    yes: int = 0
    partly: int = 0
    no: int = 0

    def add(self, yes: int, partly: int, no: int) -> None:
        """One file's findings: how many of each."""
        number = yes + partly + no
        if yes and no:
            self.opposite += 1
        elif partly and (yes or no):
            self.near += 1
        else:
            self.same += 1
        self.pairs += number * (number - 1) // 2
        self.apart += _apart(yes, partly, no)
        self.yes, self.partly, self.no = self.yes + yes, self.partly + partly, self.no + no

    @property
    def files(self) -> int:
        return self.same + self.near + self.opposite

    @property
    def kappa(self) -> float | None:
        """1 minus the steps between two jurors of one file, over those between any two findings. None where
        nobody ever found anything else, so that there is nothing to compare with.
        """
        number = self.yes + self.partly + self.no
        by_chance = _apart(self.yes, self.partly, self.no)
        if not self.pairs or not by_chance:
            return None
        return 1 - (self.apart / self.pairs) / (by_chance / (number * (number - 1) / 2))


def _apart(yes: int, partly: int, no: int) -> int:
    """The steps between all pairs of so many findings."""
    return yes * partly + partly * no + 2 * yes * no


def agreements(today: datetime.date) -> dict[str, Agreement]:
    """{code of a criterion, or TOTAL: how far jurors agreed} over the last 12 months. One query.

    Not on what the jury still has before it: who leads it and scores too would read there what others found.
    """
    sent = Score.objects.filter(review__sent_at__gte=morning(first_day(today)), review__conflict=False)
    is_last = Q(review__round=F("review__application__round"))
    each = (
        sent.exclude(finding="")
        .exclude(is_last, review__application__state__in=WITH_THE_JURY)
        .order_by()
        .values("review__application", "review__round", "criterion")
        .annotate(
            number=Count("pk"),
            yes=Count("pk", filter=Q(finding=Finding.DEMONSTRATED)),
            partly=Count("pk", filter=Q(finding=Finding.PARTLY)),
            no=Count("pk", filter=Q(finding=Finding.NOT_DEMONSTRATED)),
        )
        .filter(number__gt=1)
    )
    found: dict[str, Agreement] = {}
    for code, *findings in each.values_list("criterion", "yes", "partly", "no").iterator(2000):
        found.setdefault(code, Agreement()).add(*findings)
        found.setdefault(TOTAL, Agreement()).add(*findings)
    return found


def by_criterion(today: datetime.date) -> Table:
    """Two queries."""
    found = agreements(today)
    criteria = Criterion.objects.in_force().filter(is_gate=False)
    titles = dict(criteria.values_list("code", "short_title"))
    order = [*titles, *sorted(found.keys() - titles.keys() - {TOTAL})]
    lines = [(titles.get(code, code), found.get(code, Agreement())) for code in order]
    bars = [
        Bar(str(number), title, (said.same, said.near, said.opposite))
        for number, (title, said) in enumerate(lines)
    ]
    rows: list[list[Cell]] = [_row(title, said) for title, said in lines]
    rows.append(_row(capfirst(_("all criteria")), found.get(TOTAL, Agreement())))
    return Table(
        "agreement",
        _("How far jurors agree"),
        _(
            "Over the answered files on which two jurors or more sent scores within the last 12 months. The"
            " share of files on which all found the same, on which two were one step apart (demonstrated,"
            " partly), and on which two were opposite. Weighted kappa: 1 where jurors always agree, 0 where"
            " they agree no more than if their findings had been shuffled among the files, less where they"
            " agree even less; opposite findings weigh twice as much as a step. Under about twenty files it"
            " says little."
        ),
        [
            _("Criterion"),
            _("Files"),
            _("All agree, %"),
            _("One step apart, %"),
            _("Opposite, %"),
            _("Weighted kappa"),
        ],
        rows,
        [
            Chart(
                "agreement",
                _("Agreement, criterion by criterion"),
                gettext_lazy("files"),
                list(DEGREES),
                bars,
            )
        ],
    )


def _row(title: str, said: Agreement) -> list[Cell]:
    def share(number: int) -> float | None:
        return round(100 * number / said.files, 1) if said.files else None

    kappa = None if said.kappa is None else round(said.kappa, 2)
    return [title, said.files, share(said.same), share(said.near), share(said.opposite), kappa]
