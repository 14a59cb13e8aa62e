"""The thresholds of the rules and of the link checker: one place, each with its reason.

`settings.QUALITY` (a dict) changes any of them, by name.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """Days, words, scores and seconds. Where they come from: docs/quality.md."""

    # A page is read again once a year.
    review_months: int = 12
    # A badge that ends is announced two months before: time for the project to answer.
    badge_days: int = 60

    # Flesch's border of "very difficult", for graduates. The subject's own words (innovation, cooperative,
    # solidarity) cost a page about ten points that no rewriting gives back; a paragraph varies more.
    hardest_page: float = 30
    hardest_paragraph: float = 10
    # A score over a few words says nothing.
    page_words: int = 100
    paragraph_words: int = 40
    sentence_words: int = 40

    # Outside links.
    link_batch: int = 200
    link_days: int = 7
    link_timeout: float = 10
    link_redirects: int = 5
    host_pause: float = 2
    dead_after_failures: int = 3
    dead_after_days: int = 3
    # For the tests alone: a server on this machine is otherwise never asked.
    allow_loopback: bool = False


def limits() -> Limits:
    """The thresholds in force. Raises TypeError for a name in `settings.QUALITY` that is none of them."""
    return Limits(**getattr(settings, "QUALITY", {}))
