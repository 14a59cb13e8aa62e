"""The glossary's links: the terms of a page, its typography. Made from a fixed seed, needs no database."""

import random
from collections.abc import Iterator

from bench.measure import Line, median
from glossary.linking import Term, Vocabulary, link_terms
from home.typography import typeset

TERMS, WORDS = 500, 10_000
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


def lines() -> Iterator[Line]:
    for language in ("fr", "en"):
        dice = random.Random(2014)  # noqa: S311
        words = vocabulary(language, dice)
        yield from linking(language, words, page(language, words, dice))


def linking(language: str, words: Vocabulary, html: str) -> Iterator[Line]:
    size = f"{TERMS} terms, {WORDS} words, {language}"
    text = " ".join(html.split())
    yield Line(f"link the terms of a page ({size})", median(lambda: link_terms(html, words)), 50)
    yield Line(f"find them in its text alone ({size})", median(lambda: list(words.find(text))))
    yield Line(f"compile the vocabulary ({size})", median(lambda: Vocabulary(language, words.terms)))
    yield Line(f"set the typography of the page ({size})", median(lambda: typeset(html, language)))
