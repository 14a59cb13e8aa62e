"""Whether the public can follow: the page as a whole, its heaviest paragraphs, its longest sentences."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from studio.quality.ease import ease, sentences, words
from studio.quality.findings import Found, Weight, rule
from studio.quality.limits import limits
from studio.quality.texts import PageReading

PAUSE = re.compile(r"[;:](?=[\s\u00a0\u202f])")
# As many as one sitting can mend.
MOST_PARAGRAPHS = 3


def _paragraphs(reading: PageReading) -> list[tuple[str, str]]:
    """(content path, paragraph) of all running text in the site's own words."""
    return [
        (passage.path, paragraph)
        for passage in reading.passages
        if passage.running and passage.ours
        for paragraph in passage.paragraphs
    ]


def opening(text: str, count: int = 9) -> str:
    """The first words of a text, by which it is found on the page."""
    return " ".join(text.split()[:count])


@rule(
    "hard-page",
    Weight.ADVICE,
    title=_("The page is hard to read"),
    advice=_("Shorten sentences, prefer common words, give an example: the public should follow."),
)
def hard_page(reading: PageReading) -> Iterator[Found]:
    text = "\n".join(paragraph for _path, paragraph in _paragraphs(reading))
    found = ease(text, reading.language)
    if found and found.words >= limits().page_words and found.score < limits().hardest_page:
        yield Found(detail=f"{found.score:.0f}/100")


@rule(
    "hard-paragraph",
    Weight.ADVICE,
    title=_("A paragraph is hard to read"),
    advice=_("Cut it in two, or say it as you would aloud."),
)
def hard_paragraph(reading: PageReading) -> Iterator[Found]:
    scored = []
    for path, text in _paragraphs(reading):
        found = ease(text, reading.language)
        if found and found.words >= limits().paragraph_words and found.score < limits().hardest_paragraph:
            scored.append((found.score, path, text))
    for score, path, text in sorted(scored)[:MOST_PARAGRAPHS]:
        yield Found(path, opening(text), detail=f"{score:.0f}/100: {opening(text)}…")


@rule(
    "long-sentence",
    Weight.ADVICE,
    title=_("A sentence is very long"),
    advice=_("Make two of it: after forty words, few readers remember its start."),
)
def long_sentence(reading: PageReading) -> Iterator[Found]:
    for path, text in _paragraphs(reading):
        for sentence in sentences(text):
            # Between two semicolons a reader has time to breathe, as in a list.
            longest = max(PAUSE.split(sentence), key=lambda part: len(words(part)))
            if (count := len(words(longest))) > limits().sentence_words:
                yield Found(path, opening(longest), detail=f"{count}: {opening(longest)}…")
