"""The registry of rules, and what a rule finds.

A rule is one function: it gets a `PageReading` and yields what it `Found`. The decorator gives it a code,
a weight, and the words that an editor reads; being imported by `studio.quality.rules` registers it.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from studio.quality.texts import PageReading


class Weight(models.TextChoices):
    """SERIOUS: a reader is misled or left out. ADVICE: the page would be better for it."""

    SERIOUS = "serious", _("to mend")
    ADVICE = "advice", _("advice")


@dataclass(frozen=True)
class Found:
    """One thing that a rule found.

    `path`: where in the form, as Wagtail's content path; empty for the page as a whole.
    `words`: the words on the page by which a reader, or the preview, finds the place.
    `selector`: a CSS selector of the place, where words cannot tell it.
    `detail`: a fact about it (an address, a score, a date), the same in every language of the admin.
    `since`: the day from which it is a problem; the future where it is to become one. None: at once.
    """

    path: str = ""
    words: str = ""
    selector: str = ""
    detail: str = ""
    since: datetime.date | None = None
    link_id: int | None = None


Check = Callable[[PageReading], Iterable[Found]]


@dataclass(frozen=True)
class Rule:
    """`title` names the fault, `advice` says what to do; both lazily translated.

    `writing` rules are about what stands on the page, and are shown to whoever writes it; the others are
    about what time does to it, and are for the health report alone.
    """

    code: str
    weight: Weight
    title: str
    advice: str
    check: Check
    writing: bool = True


@dataclass(frozen=True)
class Finding:
    rule: Rule
    found: Found


RULES: dict[str, Rule] = {}


def rule(code: str, weight: Weight, *, title, advice, writing: bool = True) -> Callable[[Check], Check]:
    """Decorator: registers `check` under `code`. Raises ValueError where the code is taken."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise ValueError(f"Two rules are called {code}.")
        RULES[code] = Rule(code, weight, title, advice, check, writing)
        return check

    return register


def read(page: Page, *, writing_only: bool = False) -> list[Finding]:
    """What the rules find on a page, saved or not; serious findings first, each rule's in reading order."""
    reading = PageReading(page)
    rules = [one for one in RULES.values() if one.writing or not writing_only]
    rules.sort(key=lambda one: one.weight != Weight.SERIOUS)
    return [Finding(one, found) for one in rules for found in one.check(reading)]
