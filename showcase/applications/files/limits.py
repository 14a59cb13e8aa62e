"""How large and how many: numbers, and the words that stand beside the fields."""

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from showcase.applications.models.attachments import AttachmentKind

MEGABYTE = 1024 * 1024
# An image says how large it is before it is drawn: 8,160 by 6,120 pixels and no more are drawn.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4000  # of what is kept
MOST_PAGES = 300  # of a PDF
# Of an office file, which is a zip: how many files, how much they come to, and how much of it may be air.
MOST_ENTRIES = 4000
MOST_UNPACKED = 120 * MEGABYTE
MOST_RATIO = 200


def most_bytes(kind: AttachmentKind) -> int:
    """Of one file."""
    return settings.ATTACHMENTS["image_mb" if kind == AttachmentKind.IMAGE else "document_mb"] * MEGABYTE


def most_files() -> int:
    """Of one application."""
    return settings.ATTACHMENTS["files"]


def most_in_all() -> int:
    """Bytes that the files of one application may come to."""
    return settings.ATTACHMENTS["all_mb"] * MEGABYTE


def megabytes(size: int) -> str:
    """A number of bytes in megabytes, to one decimal where there is one."""
    number = round(size / MEGABYTE, 1)
    return number_format(int(number) if number.is_integer() else number)


def document_words() -> str:
    """What a document may be, for whoever chooses one."""
    return _(
        "PDF, Word, Excel, PowerPoint, OpenDocument or an image, %(document_mb)d MB at most; %(files)d files"
        " and %(all_mb)d MB in the whole application. It stays private."
    ) % {**settings.ATTACHMENTS}


def image_words() -> str:
    """The same of an image."""
    return _(
        "JPEG, PNG, WebP or AVIF, %(image_mb)d MB at most; %(files)d files and %(all_mb)d MB in the whole"
        " application. Where and with what it was taken is removed from it."
    ) % {**settings.ATTACHMENTS}
