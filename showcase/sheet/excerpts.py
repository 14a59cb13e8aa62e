"""A text made shorter where a sentence ends."""

import re
from html import unescape

from home.typography import one_line

# A sentence ends at a full stop, a question or an exclamation mark, with what closes it, before a space and
# a capital, a figure or a mark that opens; not after an initial ("M. Durand", "J. P.").
SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?…]+[)\]»”’\"\u00a0\u202f]*(?=\s+[A-ZÀ-ÖØ-Þ0-9«“(\[])")
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)


def shortened(text: str, most: int) -> str:
    """The text in at most `most` characters: whole sentences where the first one fits, else whole words and
    an ellipsis. One line, whatever lines it had.
    """
    text = one_line(text)
    if len(text) <= most:
        return text
    ends = [found.end() for found in SENTENCE_END.finditer(text) if found.end() <= most]
    if ends:
        return text[: ends[-1]]
    cut = text[: most - 1]
    if not text[most - 1].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ,;:–—-\u00a0\u202f") + "…"


def words_of_rich_text(html: str) -> str:
    """Rich text as plain text, its paragraphs one after another."""
    return one_line(unescape(TAG.sub("", BLOCK_END.sub(" ", html))))
