"""French typography, and spaces typed twice. French pages only, but for the last."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from studio.quality import typography
from studio.quality.findings import Found, Weight, rule
from studio.quality.texts import PageReading


def _faults(reading: PageReading, code: str) -> Iterator[Found]:
    for passage in reading.passages:
        for paragraph in passage.paragraphs:
            for found, words in typography.faults(paragraph):
                if found == code:
                    yield Found(passage.path, words, detail=words)


def _in_french(code: str):
    return lambda reading: _faults(reading, code) if reading.language == "fr" else ()


rule(
    "french-spaces",
    Weight.ADVICE,
    title=_("A no-break space is missing"),
    advice=_("French puts one before ; : ! ? » % and after «: otherwise the mark may start a line alone."),
)(_in_french("french-spaces"))

rule(
    "french-quotes",
    Weight.ADVICE,
    title=_("Straight quotation marks or apostrophes"),
    advice=_("Write « » for quotations and ’ for the apostrophe."),
)(_in_french("french-quotes"))

rule(
    "french-dots",
    Weight.ADVICE,
    title=_("Three dots instead of an ellipsis"),
    advice=_("Write … in one character: three dots may be torn apart at the end of a line."),
)(_in_french("french-dots"))

rule(
    "double-space",
    Weight.ADVICE,
    title=_("Two spaces in a row"),
    advice=_("Keep one."),
)(lambda reading: _faults(reading, "double-space"))
