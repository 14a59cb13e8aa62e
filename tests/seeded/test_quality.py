"""The rules read the site's own texts: what they find there is to be mended, or known here by name."""

from collections import Counter

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import BasePage
from studio.quality.findings import Finding, read

pytestmark = pytest.mark.django_db

# Figures whose sources give no year; the pages print “undated” beside each.
UNDATED = {"Simplon.co": 2, "Dar Si Hmad, l’eau du brouillard": 1, "Financer l’innovation sociale": 1}
UNDATED |= {"Dar Si Hmad, water from fog": 1, "Funding social innovation": 1}


@pytest.fixture(scope="module")
def findings(seeded, django_db_blocker) -> list[tuple[BasePage, Finding]]:
    with django_db_blocker.unblock():
        pages = [page for page in Page.objects.live().specific() if isinstance(page, BasePage)]
        assert len(pages) > 200
        return [(page, finding) for page in pages for finding in read(page)]


def test_nothing_is_to_mend_but_figures_whose_year_nobody_knows(findings):
    written = [(page, finding) for page, finding in findings if finding.rule.writing]
    unknown = Counter(page.title for page, finding in written if finding.rule.code == "figure-year")
    assert unknown == {**UNDATED, "Simplon.co": 4}
    others = [
        f"{page}: {finding.rule.code} {finding.found.detail or finding.found.words}"
        for page, finding in written
        if finding.rule.code != "figure-year"
    ]
    assert others == []


def test_nothing_has_aged_on_the_day_it_is_planted(findings):
    today = timezone.localdate()
    aged = [
        f"{page}: {finding.rule.code}"
        for page, finding in findings
        if not finding.rule.writing and (finding.found.since or today) <= today
    ]
    assert aged == []
