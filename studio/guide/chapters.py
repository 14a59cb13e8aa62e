"""The editors' guide: the Markdown files of `docs/guide/`, read in the admin in the reader's language.

A chapter is `docs/guide/<language>/<number>-<key>.md`; its first line is its title. Links between chapters
and pictures are written as files are, so that the guide reads as well in the repository.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import markdown
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

FILE_NAME = re.compile(r"\d+-(?P<key>[a-z-]+)\.md")
PICTURE = re.compile(r"\(\.\./img/(?P<path>[\w/.-]+)\)")
LINK = re.compile(r"\((?P<name>\d+-[a-z-]+\.md)(?P<fragment>#[\w-]+)?\)")


@dataclass(frozen=True)
class Chapter:
    """One file of the guide."""

    path: Path

    @property
    def key(self) -> str:
        """What the chapter is called in its address, the same in both languages."""
        return key_of(self.path.name)

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0].removeprefix("# ").strip()

    @property
    def address(self) -> str:
        return address_of(self.key)

    def html(self) -> SafeString:
        """The chapter without its title, its pictures and links leading to where this site serves them."""
        body = self.text.partition("\n")[2]
        body = PICTURE.sub(lambda found: f"({static('guide/' + found['path'])})", body)
        body = LINK.sub(
            lambda found: f"({address_of(key_of(found['name']))}{found['fragment'] or ''})",
            body,
        )
        # The project's own files.
        return mark_safe(markdown.markdown(body, extensions=["tables", "toc", "sane_lists"]))  # noqa: S308


def key_of(file_name: str) -> str:
    """`03-check.md` gives `check`. Raises ValueError for a name that is no chapter's."""
    found = FILE_NAME.fullmatch(file_name)
    if not found:
        raise ValueError(f"{file_name} is no name of a chapter: write it as 03-check.md")
    return found["key"]


def address_of(key: str) -> str:
    return reverse("studio_guide_chapter", args=[key])


def chapters(language: str) -> list[Chapter]:
    """The chapters in a language, else in the source language, in their order."""
    folder = settings.GUIDE_DIR / language
    if not folder.is_dir():
        folder = settings.GUIDE_DIR / settings.LANGUAGE_CODE
    return [Chapter(path) for path in sorted(folder.glob("*.md"))]
