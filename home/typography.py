"""The typography that a reader sees, put on as a page is sent; what is stored stays as it was typed.

French: no-break spaces before high signs and inside guillemets, guillemets for straight quotation marks,
curved apostrophes, thin spaces in figures (Lexique des règles typographiques en usage à l’Imprimerie
nationale). English: curved marks. Other languages, code and addresses are left alone. What is right
already stays, so doing it twice changes nothing more.
"""

import re
from collections.abc import Callable
from html import escape
from itertools import groupby

from home.markup import ADDRESS, Markup, Text

BARRED = ("code", "pre", "kbd", "samp", "var", "svg", "math", "option")
NO_BREAK, THIN = "\u00a0", "\u202f"
# Stand for a tag, for words that are not ours to change, and for an address, while a line is worked on.
EDGE, OTHER, LINK = "\ue000", "\ue001", "\ue002"
PLACEHOLDERS = re.compile(f"[{EDGE}-{LINK}]")
SPACES = " \t\n\r\f\u00a0\u2009\u202f"
GAP = f"([{SPACES}{EDGE}]*)"
SOLID = f"[^{SPACES}{EDGE}]"
AT_END = rf"(?=[{EDGE}]*(?:$|[{SPACES})\]»”…,.]))"

MAYBE_ADDRESS = re.compile(r"\w[.@]\w|:/")
WORTH_READING = re.compile(r"[;:!?«»\"'%€°]|\d \d")
APOSTROPHE = re.compile(rf"(?<=[^\W\d_])'(?={EDGE}*[\w«“{OTHER}])")
OPENING_MARK = re.compile(rf"(?:^|[{SPACES}(\[—–«“’-])[{EDGE}]*$")
CLOSING_MARK = re.compile(rf"[{EDGE}]*(?:$|[{SPACES})\]—–»”…,.;:!?{OTHER}-])")
LEFT_GUILLEMET = re.compile(f"«{GAP}(?={SOLID})")
RIGHT_GUILLEMET = re.compile(f"(?<={SOLID}){GAP}»")
HIGH_SIGN = re.compile(rf"(?<=[^{SPACES}{EDGE}(\[«!?;:]){GAP}([;!?]+){AT_END}")
COLON = re.compile(rf"(?<=[^{SPACES}{EDGE}(\[«:]){GAP}:(?=[{EDGE}]*(?:$|[{SPACES}]))")
FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
UNIT = re.compile(r"(?<=\d) ?([%€])(?!\w)")
NUMBER_SIGN = re.compile(r"(?<=\b[nN]°) (?=\d)")
BOTH_DIGITS = re.compile(rf"\d:[{SPACES}{EDGE}]*\d")
BREAKABLE = re.compile(r"[ \t\r\n\f\v]+")


def one_line(text: str) -> str:
    """The text on one line; its no-break spaces stay, which `str.split` would take for others."""
    return BREAKABLE.sub(" ", text).strip(" ")


def typeset(html: str, language: str) -> str:
    """The HTML with the typography of each of its languages; `language` is the one around it."""
    markup = Markup(html, BARRED, _stays, language)
    for _line, texts in groupby(markup.texts, key=lambda text: text.line):
        line = list(texts)
        for code in {text.language[:2] for text in line if not text.barred} & RULES.keys():
            _set_line(markup, line, code)
    return str(markup)


def _stays(name: str, attributes: dict[str, str]) -> bool:
    """What is marked as not to be translated, and the titles of other people's pages."""
    return attributes.get("translate") == "no" or "external" in attributes.get("rel", "")


def _set_line(markup: Markup, line: list[Text], language: str) -> None:
    ours = [not text.barred and text.language[:2] == language for text in line]
    words = EDGE.join(text.plain if mine else OTHER for text, mine in zip(line, ours, strict=True))
    if not WORTH_READING.search(words) or len(PLACEHOLDERS.findall(words)) != 2 * len(line) - 1 - sum(ours):
        return
    addresses: list[str] = []

    def put_away(found: re.Match) -> str:
        addresses.append(found[0])
        return LINK

    hidden = ADDRESS.sub(put_away, words) if MAYBE_ADDRESS.search(words) else words
    changed = RULES[language](hidden)
    put_back = iter(addresses)
    changed = re.sub(LINK, lambda _: next(put_back), changed)
    if changed == words:
        return
    before = words.split(EDGE)
    for text, mine, old, new in zip(line, ours, before, changed.split(EDGE), strict=True):
        if mine and old != new:
            markup.pieces[text.place] = escape(new, quote=False)


def _french(line: str) -> str:
    line = APOSTROPHE.sub("’", line)
    line = _pair_marks(line, "«", "»")
    line = LEFT_GUILLEMET.sub(lambda found: "«" + THIN + _edges(found[1]), line)
    line = RIGHT_GUILLEMET.sub(lambda found: _edges(found[1]) + THIN + "»", line)
    line = HIGH_SIGN.sub(_before_high_sign, line)
    line = COLON.sub(_before_colon, line)
    line = FIGURE.sub(lambda found: found[0].replace(" ", THIN), line)
    line = UNIT.sub(rf"{THIN}\1", line)
    return NUMBER_SIGN.sub(NO_BREAK, line)


def _english(line: str) -> str:
    return _pair_marks(APOSTROPHE.sub("’", line), "“", "”")


RULES: dict[str, Callable[[str], str]] = {"fr": _french, "en": _english}


def _edges(gap: str) -> str:
    """The places of the tags in a gap, without its spaces."""
    return EDGE * gap.count(EDGE)


def _has_no_break(gap: str) -> bool:
    return NO_BREAK in gap or THIN in gap


def _before_high_sign(found: re.Match) -> str:
    return found[0] if _has_no_break(found[1]) else _edges(found[1]) + THIN + found[2]


def _before_colon(found: re.Match) -> str:
    """A space that does not break; none where there was none between figures (times, ratios, scales)."""
    alone = not found[1] and BOTH_DIGITS.match(found.string, found.start() - 1)
    if alone or _has_no_break(found[1]):
        return found[0]
    return _edges(found[1]) + NO_BREAK + ":"


def _pair_marks(line: str, left: str, right: str) -> str:
    """Straight quotation marks made left and right ones, by pairs, one inside another too; one without its
    fellow is an inch.
    """
    opened: list[int] = []
    signs = list(line)
    for place in [place for place, sign in enumerate(line) if sign == '"']:
        head = line[:place].rstrip(EDGE)
        before, after = head[-1:], line[place + 1 :].lstrip(EDGE)[:1]
        inside = len(head) - 1 in opened  # a mark that has just opened
        closes = CLOSING_MARK.match(after) or (after == '"' and not inside)
        if opened and before not in SPACES and closes:
            signs[opened.pop()], signs[place] = left, right
        elif (inside or OPENING_MARK.search(before)) and after and after not in SPACES:
            opened.append(place)
    return "".join(signs)
