"""Whether a translated sentence has the markup of its source: the same tags and links, rightly nested."""

from collections import Counter
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, validate_translation_links

EMPTY_TAGS = {"br"}


class _Outline(HTMLParser):
    """The tags of a sentence; `problem` is the first that is opened or closed wrongly."""

    def __init__(self, text: str):
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.problem = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        if self._open:
            self._wrong(_("<%(tag)s> is never closed"), self._open[-1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[_name(tag, attrs)] += 1
        if tag not in EMPTY_TAGS:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[_name(tag, attrs)] += 1

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self._wrong(_("</%(tag)s> closes nothing"), tag)

    def _wrong(self, words: str, tag: str) -> None:
        self.problem = self.problem or words % {"tag": tag}


def _name(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    identity = dict(attrs).get("id")
    return f'<{tag} id="{identity}">' if identity else f"<{tag}>"


def problem(source: str, translated: str) -> str:
    """What is wrong with the markup of `translated`, in words for an editor; empty where nothing is.

    Both are sentences as wagtail-localize keeps them: inline tags without attributes, but for the `id` that
    stands for a link's address.
    """
    outline = _Outline(translated)
    if outline.problem:
        return outline.problem
    try:
        StringValue.from_translated_html(translated)
        validate_translation_links(source, translated)
    except ValueError as error:
        return str(error)
    wanted = _Outline(source).tags
    missing, added = wanted - outline.tags, outline.tags - wanted
    if missing:
        return _("%(tags)s of the source is missing") % {"tags": ", ".join(missing.elements())}
    if added:
        return _("%(tags)s is not in the source") % {"tags": ", ".join(added.elements())}
    return ""
