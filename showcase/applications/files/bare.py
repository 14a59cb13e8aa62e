"""Pictures within documents, without what they know beside what is seen: nothing is drawn again, so that
nothing is lost. Uses the standard library alone: `pdfs` works apart from the site.
"""

import re
import struct

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Parts of a JPEG: where its pixels begin, its colours, what Adobe says of them, and its EXIF.
SCAN, JFIF, PROFILE, EXIF, ADOBE = 0xDA, 0xE0, 0xE2, 0xE1, 0xEE
COMMENT = 0xFE
APPLICATION = range(0xE0, 0xF0)
ORIENTATION, SHORT = 0x0112, 3
FILLING = re.compile(rb"\xff+")
# Among the pixels, where something else begins.
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
END, LAST = 0xD9, b"IEND"
# More than any picture has.
MOST_PARTS = 50_000
TOLD = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


class TooManyPartsError(ValueError):
    """It is no picture, but something that takes long to go through."""


def bare(content: bytes, *, keeps_turn: bool = False) -> bytes:
    """A JPEG or a PNG without metadata, and without what follows it; anything else, and what is not whole, as
    it is. With `keeps_turn`, a JPEG still says how it is to be turned. Raises TooManyPartsError.
    """
    try:
        if content.startswith(JPEG):
            return _jpeg(content, keeps_turn)
        if content.startswith(PNG):
            return _png(content)
    except (struct.error, IndexError):
        pass
    return content


def _jpeg(content: bytes, keeps_turn: bool) -> bytes:
    kept, place = [content[:2]], 2
    for _number in range(MOST_PARTS):
        if content[place] != 0xFF or content[place + 1] == SCAN:
            return b"".join([*kept, content[place : _end(content, place)]])
        if filling := FILLING.match(content, place + 1):
            place = filling.end() - 1
            continue
        kind, length = struct.unpack_from(">xBH", content, place)
        part = content[place : place + 2 + length]
        if kind == EXIF and keeps_turn:
            kept.append(_turn(part))
        elif _is_seen(kind, part):
            kept.append(part)
        place += 2 + length
    raise TooManyPartsError


def _end(content: bytes, place: int) -> int:
    """Where the picture ends whose pixels begin here. What follows may be the same one again, as a telephone
    has taken it, with all that the first one does not say any more.
    """
    for _number in range(MOST_PARTS):
        found = MARKER.search(content, place)
        if found is None or found.end() + 2 > len(content):
            return len(content)
        if content[found.end() - 1] == END:
            return found.end()
        (length,) = struct.unpack_from(">H", content, found.end())
        place = found.end() + length
    raise TooManyPartsError


def _is_seen(kind: int, part: bytes) -> bool:
    if kind == PROFILE:
        return part[4:].startswith(b"ICC_PROFILE\0")
    return kind in (JFIF, ADOBE) or (kind not in APPLICATION and kind != COMMENT)


def _turn(part: bytes) -> bytes:
    """An EXIF part that says what this one says of turning, and nothing else; empty where it says nothing."""
    if not part[4:].startswith(b"Exif\0\0"):
        return b""
    tiff = part[10:]
    order = "<" if tiff.startswith(b"II") else ">"
    (start,) = struct.unpack_from(f"{order}4xI", tiff)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(count):
        tag, kind, _count, turn = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
        if tag == ORIENTATION and kind == SHORT:
            told = struct.pack(">2sHIHHHIHxxI", b"MM", 42, 8, 1, ORIENTATION, SHORT, 1, turn, 0)
            return struct.pack(">BBH6s", 0xFF, EXIF, 8 + len(told), b"Exif\0\0") + told
    return b""


def _png(content: bytes) -> bytes:
    kept, place = [content[:8]], 8
    for _number in range(MOST_PARTS):
        if place >= len(content):
            return b"".join(kept)
        length, kind = struct.unpack_from(">I4s", content, place)
        if kind not in TOLD:
            kept.append(content[place : place + 12 + length])
        place = len(content) if kind == LAST else place + 12 + length
    raise TooManyPartsError
