"""French typography as it is stored: what a French reader would take for a mistake.

The rules are those of the Imprimerie nationale's *Lexique des règles typographiques*: a no-break space
before ; : ! ? » % € and after «, curly apostrophes, guillemets rather than straight quotation marks, one
character for an ellipsis.
"""

import re
from collections.abc import Iterator

NO_BREAK = "\u00a0\u202f"

SPACES = re.compile(
    # Nothing, or a space that may break, before a high mark that ends a word of a sentence.
    r"[\w»)\]] ?[;!?](?=[\s»)]|$)"
    r"|\w ?:(?=\s|$)"
    rf"|«(?![{NO_BREAK}])|(?<![{NO_BREAK}])»"
    r"|\d ?[%€](?!\w)"
)
QUOTES = re.compile(r"\"|(?<=\w)'(?=\w)|(?<!\w)'(?=\w)[^']*'")
DOTS = re.compile(r"\.\.\.")
DOUBLED = re.compile(r"(?<=\S) {2,}(?=\S)")

# What looks alike and is none of it: addresses, times, code.
LEFT_ALONE = re.compile(r"(?:https?:|www\.|mailto:)\S+|\S+@\S+")


def faults(text: str) -> Iterator[tuple[str, str]]:
    """(code of the fault, the words around it) of each fault of a plain text, by kind."""
    text = LEFT_ALONE.sub(lambda address: "\N{OBJECT REPLACEMENT CHARACTER}" * len(address[0]), text)
    for code, pattern in (
        ("french-spaces", SPACES),
        ("french-quotes", QUOTES),
        ("french-dots", DOTS),
        ("double-space", DOUBLED),
    ):
        for fault in pattern.finditer(text):
            yield code, around(text, *fault.span())


def around(text: str, start: int, end: int, reach: int = 24) -> str:
    """The words before and after a place, cut at spaces."""
    first = text.rfind(" ", 0, max(start - reach, 0)) + 1 if start > reach else 0
    last = text.find(" ", end + reach)
    return text[first : last if last > 0 else len(text)].strip()
