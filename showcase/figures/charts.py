"""What a chart is: bars of one or more parts, and where each is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# In the size of the text, so that a chart grows with it.
ROW, LABEL, BAR_TOP = 3.0, 1.0, 1.35
# What a digit takes on the narrowest screen, in hundredths of the drawing; a number needs one more.
DIGIT = 2.6
MOST_BARS = 20


@dataclass(frozen=True)
class Part:
    """One kind of thing that bars are made of; `code` is its look as well."""

    code: str
    label: Any


@dataclass(frozen=True)
class Bar:
    """One bar: its numbers in the order of the chart's parts, and the query that finds its projects."""

    code: str
    label: str
    numbers: tuple[int, ...]
    query: str = ""

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class DrawnPart:
    """A rectangle, in hundredths of the width."""

    code: str
    number: int
    start: str
    width: str
    middle: str
    has_room: bool


@dataclass(frozen=True)
class DrawnBar:
    bar: Bar
    label_at: str
    bar_at: str
    number_at: str
    parts: list[DrawnPart]


@dataclass(frozen=True)
class Chart:
    """Bars that compare numbers of one thing (`unit`, in words)."""

    code: str
    title: Any
    unit: Any
    parts: Sequence[Part]
    bars: Sequence[Bar]
    note: Any = ""

    @property
    def is_stacked(self) -> bool:
        return len(self.parts) > 1

    @cached_property
    def widest(self) -> int:
        return max((bar.total for bar in self.bars), default=0)

    @property
    def is_empty(self) -> bool:
        return not self.widest

    @property
    def left_out(self) -> int:
        """How many bars are in the table alone."""
        return max(len(self.bars) - MOST_BARS, 0)

    @property
    def height(self) -> str:
        return f"{ROW * min(len(self.bars), MOST_BARS):g}em"

    @property
    def drawn(self) -> list[DrawnBar]:
        return [
            DrawnBar(
                bar,
                label_at=f"{place * ROW + LABEL:g}em",
                bar_at=f"{place * ROW + BAR_TOP:g}em",
                number_at=f"{place * ROW + BAR_TOP + 0.95:g}em",
                parts=self._parts_of(bar),
            )
            for place, bar in enumerate(self.bars[:MOST_BARS])
        ]

    def _parts_of(self, bar: Bar) -> list[DrawnPart]:
        drawn, start = [], 0.0
        for part, number in zip(self.parts, bar.numbers, strict=True):
            width = 100 * number / (self.widest or 1)
            if number:
                drawn.append(
                    DrawnPart(
                        part.code,
                        number,
                        start=f"{start:.2f}%",
                        width=f"{width:.2f}%",
                        middle=f"{start + width / 2:.2f}%",
                        has_room=width >= DIGIT * (len(str(number)) + 1),
                    )
                )
            start += width
        return drawn
