"""What a file is by how it begins, and what to say of one that is not taken."""

import re

from django.utils.translation import gettext as _

from showcase.applications.files.refusing import RefusedError

AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
OTHER_IMAGES = ((b"GIF8", "GIF"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"BM", "BMP"), (b"8BPS", "PSD"))
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"#!")
ZIP = b"PK\x03\x04"
ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)


def is_image(content: bytes) -> bool:
    """Whether it begins like an image of a kind that we take."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or is_webp(content) or is_avif(content)


def is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def is_avif(content: bytes) -> bool:
    return bool(_brands(content) & AVIF_BRANDS)


def _brands(content: bytes) -> set[bytes]:
    """What the head of a file of the HEIF family says it is."""
    if content[4:8] != b"ftyp":
        return set()
    head = content[8 : min(int.from_bytes(content[:4], "big"), 200)]
    return {head[place : place + 4] for place in range(0, len(head), 4) if place != 4}


def not_an_image(content: bytes) -> RefusedError:
    """What to say of it where an image is wanted."""
    return _other_image(content) or RefusedError(
        _("This is not an image that we can read. Save it as JPEG or PNG and add it again.")
    )


def not_a_document(content: bytes) -> RefusedError:
    """What to say of it where a document or an image is wanted."""
    if content.startswith(OLD_OFFICE):
        return RefusedError(
            _(
                "This file is of an older kind of Word, Excel or PowerPoint, or has a password. Save it as"
                " PDF without a password and add it again."
            )
        )
    if content.startswith(ARCHIVES):
        return RefusedError(_("This is an archive of files. Add each document in it by itself."))
    return _other_image(content) or RefusedError(
        _(
            "We take PDF, Word, Excel, PowerPoint and OpenDocument files, and images. Save it as PDF and"
            " add it again."
        )
    )


def _other_image(content: bytes) -> RefusedError | None:
    if _brands(content) & HEIC_BRANDS:
        return RefusedError(
            _("This photo is in HEIC, which many screens do not show. Export it as JPEG and add it again.")
        )
    names = [name for start, name in OTHER_IMAGES if content.startswith(start)]
    if not names and SVG.search(content[:2000]):
        names = ["SVG"]
    if not names:
        return None
    return RefusedError(
        _("We do not take images in %(kind)s. Save it as PNG or JPEG and add it again.") % {"kind": names[0]}
    )
