"""`make bench`: how long the site's costly steps take here. Prints a table, writes var/bench.json.

Each line is a function that does one measured step over and over; its time is the median of the runs.
What is measured is made here from a fixed seed, the same on every machine, and needs no database.
"""

import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))

from glossary.linking import Term, Vocabulary, link_terms  # noqa: E402
from home.typography import typeset  # noqa: E402

TERMS, WORDS, RUNS = 500, 10_000, 15
FRENCH = (
    "économie sociale et solidaire territoire coopérative habitants projet association quartier emploi"
    " l’innovation d’intérêt réserves mutuelle élus salariés qu’elle décision besoin réponse énergie"
    " logement santé formation partenariat bénéfice gouvernance usagers évaluation création œuvre"
)
ENGLISH = (
    "social and solidarity economy territory cooperative residents project association district work"
    " innovation interest reserves mutual members employees decision need answer energy housing health"
    " training partnership benefit governance users’ evaluation creation enterprise community impact"
)
FRENCH_FILLER = "le la de des dans pour avec une qui est sur par plus elle aussi leur ses ces même entre"
ENGLISH_FILLER = "the a of in for with which is on by more it also their its these same between that was"
WORDS_OF = {"fr": FRENCH.split(), "en": ENGLISH.split()}
FILLER = {"fr": FRENCH_FILLER.split(), "en": ENGLISH_FILLER.split()}


def vocabulary(language: str, dice: random.Random) -> Vocabulary:
    """Terms of one to four words, with an acronym and another form each."""
    terms = []
    for number in range(TERMS):
        title = f"{' '.join(dice.choices(WORDS_OF[language], k=dice.randint(1, 3)))} {_name(number)}".strip()
        forms = (f"{title} {dice.choice(WORDS_OF[language])}", _name(number).upper())
        terms.append(Term(number, title, f"/{language}/glossaire/{number}/", "Une définition.", forms))
    return Vocabulary(language, terms)


def _name(number: int) -> str:
    """A word of its own for each number: ba, be, …"""
    syllables = [consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeiou"]
    return syllables[number % 65] + syllables[number // 65] + syllables[(number * 7) % 65]


def page(language: str, words: Vocabulary, dice: random.Random) -> str:
    """The HTML of a page's text: paragraphs, headings, lists, tables, quotations, one term in 25 words."""
    count, parts = 0, []
    while count < WORDS:
        text = []
        for _ in range(dice.randint(40, 120)):
            chance = dice.random()
            if chance < 0.04:
                text.append(dice.choice(words.terms).title)
            else:
                text.append(dice.choice((WORDS_OF if chance < 0.3 else FILLER)[language]))
            count += len(text[-1].split())
        text[len(text) // 3] = f"<strong>{text[len(text) // 3]}</strong>"
        text[len(text) // 2] += "&nbsp;: l&#x27;eau &amp; le feu,"
        parts.append(_wrap(" ".join(text), dice))
    return "".join(parts)


def _wrap(text: str, dice: random.Random) -> str:
    title = " ".join(text.split()[:4])
    return dice.choice(
        [
            f'<div class="block block--text"><div class="prose"><p>{text}.</p></div></div>',
            f'<h2 id="a">{title}</h2><div class="prose"><p>{text} <a href="/fr/x/">ici</a>.</p></div>',
            f"<ul><li>{text}</li></ul>",
            f'<table><tr><th scope="row">{title}</th><td>{text}</td></tr></table>',
            f"<figure><blockquote><p>{title}</p></blockquote><figcaption>{title}</figcaption></figure><p>{text}</p>",
        ]
    )


def measure(step: Callable[[], object]) -> float:
    """Milliseconds of one call, the median of many."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def lines() -> Iterator[tuple[str, float, float | None]]:
    """(what, milliseconds, most that it may take) of every benchmark."""
    for language in ("fr", "en"):
        dice = random.Random(2014)  # noqa: S311
        words = vocabulary(language, dice)
        yield from linking(language, words, page(language, words, dice))


def linking(language: str, words: Vocabulary, html: str) -> Iterator[tuple[str, float, float | None]]:
    size = f"{TERMS} terms, {WORDS} words, {language}"
    text = " ".join(html.split())
    yield f"link the terms of a page ({size})", measure(lambda: link_terms(html, words)), 50.0
    yield f"find them in its text alone ({size})", measure(lambda: list(words.find(text))), None
    yield f"compile the vocabulary ({size})", measure(lambda: Vocabulary(language, words.terms)), None
    yield f"set the typography of the page ({size})", measure(lambda: typeset(html, language)), None


def main() -> int:
    found = [
        {"what": what, "ms": round(ms, 2), "most_ms": most, "met": most is None or ms < most}
        for what, ms, most in lines()
    ]
    width = max(len(line["what"]) for line in found)
    for line in found:
        limit = f"  under {line['most_ms']:g} ms: {'yes' if line['met'] else 'NO'}" if line["most_ms"] else ""
        print(f"{line['what']:<{width}}  {line['ms']:>8.2f} ms{limit}")
    VAR.mkdir(parents=True, exist_ok=True)
    report = {"python": platform.python_version(), "machine": platform.machine(), "results": found}
    (VAR / "bench.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if all(line["met"] for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
