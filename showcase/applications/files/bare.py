"""Pictures within documents, without what they know beside what is seen: nothing is drawn again, so that
nothing is lost. Uses the standard library alone: `pdfs` works apart from the site.
"""

import struct

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# Parts of a JPEG: where its pixels begin, its colours, what Adobe says of them, and its EXIF.
SCAN, JFIF, PROFILE, EXIF, ADOBE = 0xDA, 0xE0, 0xE2, 0xE1, 0xEE
COMMENT = 0xFE
APPLICATION = range(0xE0, 0xF0)
ORIENTATION, SHORT = 0x0112, 3
TOLD = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


def bare(content: bytes, *, keeps_turn: bool = False) -> bytes:
    """A JPEG or a PNG without metadata; anything else, and what is not whole, as it is. With `keeps_turn`, a
    JPEG still says how it is to be turned.
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
    while content[place] == 0xFF and content[place + 1] != SCAN:
        if content[place + 1] == 0xFF:  # a filling
            place += 1
            continue
        kind, length = struct.unpack_from(">xBH", content, place)
        part = content[place : place + 2 + length]
        if kind == EXIF and keeps_turn:
            kept.append(_turn(part))
        elif _is_seen(kind, part):
            kept.append(part)
        place += 2 + length
    return b"".join([*kept, content[place:]])


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
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        if kind not in TOLD:
            kept.append(content[place : place + 12 + length])
        place += 12 + length
    return b"".join(kept)
