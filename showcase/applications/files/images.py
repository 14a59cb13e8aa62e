"""Images: read by what they are, and drawn again, so that nothing is kept but what is seen."""

from django.utils.translation import gettext as _

from showcase.applications.files.apart import BrokenOffError, run_apart
from showcase.applications.files.kinds import is_image, is_webp, not_an_image
from showcase.applications.files.limits import LONGEST_SIDE, MOST_PIXELS, most_bytes
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.verdicts import Verdict
from showcase.applications.models.attachments import AttachmentKind

PROGRAM = "showcase.applications.files.drawing"


def drawn_again(content: bytes) -> tuple[bytes, str, str]:
    """(content, extension, type) of an image, drawn again from its pixels (`drawing`): upright, in sRGB,
    4,000 pixels wide or high at most, without metadata, and with nothing hidden before or after it. Raises
    RefusedError.
    """
    if not is_image(content):
        raise not_an_image(content)
    bounds = (MOST_PIXELS, LONGEST_SIDE, int(most_bytes(AttachmentKind.IMAGE)))
    try:
        verdict, kept = run_apart(PROGRAM, *map(str, bounds), content=content)
    except BrokenOffError:
        verdict, kept = Verdict.TOO_LARGE, b""
    if verdict == Verdict.TOO_LARGE:
        raise RefusedError(
            _("This image has too many pixels. Make it smaller, 4,000 pixels wide, and add it again.")
        )
    if verdict != Verdict.TAKEN:
        raise not_an_image(content)
    return kept, *_kind(kept)


def _kind(content: bytes) -> tuple[str, str]:
    if is_webp(content):
        return ".webp", "image/webp"
    return (".png", "image/png") if content.startswith(b"\x89PNG") else (".jpg", "image/jpeg")
