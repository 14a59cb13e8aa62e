"""Files as somebody may hand them in, good and bad, made on the spot."""

import io
import resource
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name
from PIL import Image

from showcase.applications.files.office import OFFICE
from showcase.applications.files.taking import take
from showcase.applications.models import Attachment, Person
from showcase.applications.models.attachments import AttachmentKind

SECRET = "Nora Secret"
DOCUMENT, IMAGE = AttachmentKind.DOCUMENT, AttachmentKind.IMAGE
TYPES = "[Content_Types].xml"
# {kind: its main part}
MAIN = {
    "wordprocessingml.document": "word/document.xml",
    "spreadsheetml.sheet": "xl/workbook.xml",
    "presentationml.presentation": "ppt/presentation.xml",
}


def taken(person: Person, content: bytes, name: str = "fichier.pdf", kind: Any = DOCUMENT) -> Attachment:
    return take(person, SimpleUploadedFile(name, content), kind)


@contextmanager
def little_work(seconds: float) -> Iterator[None]:
    """Fails where the programs started in the block have kept a processor busy for longer. How long they
    waited for one says nothing.
    """
    before = _worked()
    yield
    assert _worked() - before < seconds


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def kept(attachment: Attachment) -> bytes:
    with attachment.file.open("rb") as file:
        return file.read()


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, options.pop("colour", "teal")).save(data, kind, **options)
    return data.getvalue()


def exif(turn: int = 6) -> Image.Exif:
    """As a telephone writes it: on its side, with its owner and its place."""
    told = Image.Exif()
    told[0x0112] = turn
    told[0x010F] = f"Telephone of {SECRET}"
    told.get_ifd(0x8825).update({1: "N", 2: (33.0, 35.0, 48.0), 29: "2024:05:06"})
    return told


def photograph(kind: str = "JPEG", **options: Any) -> bytes:
    if kind == "JPEG":
        options |= {"comment": SECRET.encode()}
    return picture(kind, exif=exif(), **options)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def vast_png(width: int, height: int) -> bytes:
    """A PNG that says how large it is, in a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 9)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def vast_webp() -> bytes:
    """A WebP whose canvas is 16 million by 16."""
    canvas = struct.pack("<I", 2)[:4] + b"\xff\xff\xff" + b"\x0f\0\0"
    frame = b"ANIM" + struct.pack("<I", 6) + b"\0" * 6
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    data = io.BytesIO()
    document.save(data, **options)
    return data.getvalue()


def new_pdf(pages: int = 1) -> pikepdf.Pdf:
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    return document


def pdf(**root: Any) -> bytes:
    """One page, and who wrote it; `root` is what the document has besides."""
    document = new_pdf()
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    document.docinfo["/Author"] = SECRET
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    return saved(document)


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def notes(document: pikepdf.Pdf, *actions: Dictionary) -> None:
    """Links on the first page, one for each action."""
    document.pages[0].Annots = document.make_indirect(
        Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=a) for a in actions])
    )


def packed_pdf(packed: bytes, packing: bytes) -> bytes:
    """A PDF whose catalogue is in a packed stream, which is unpacked as soon as it is opened."""
    out = b"%PDF-1.5\n"
    places = []

    def add(content: bytes) -> None:
        nonlocal out
        places.append(len(out))
        out += b"%d 0 obj " % (len(places) + 1) + content + b" endobj\n"

    length = len(packed)
    add(
        b"<< /Type /ObjStm /N 1 /First 4 /Filter /%s /Length %d >> stream\n" % (packing, length)
        + packed
        + b"\nendstream"
    )
    add(b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>")
    add(b"<< /Type /Page /Parent 3 0 R /Resources << >> /MediaBox [0 0 9 9] >>")
    start = len(out)
    rows = [(0, 0, 65535), (2, 2, 0), *((1, place, 0) for place in [*places, start])]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    head = b"<< /Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R /Length %d >>" % len(table)
    out += b"5 0 obj " + head + b" stream\n" + table + b"\nendstream endobj\n"
    return out + b"startxref\n%d\n%%%%EOF\n" % start


CATALOGUE = b"1 0 << /Type /Catalog /Pages 3 0 R >>"


def lzw(size: int) -> bytes:
    """CATALOGUE and then at least so many spaces, packed by LZW."""
    value = bits = made = 0
    out = bytearray()

    def put(code: int, width: int) -> None:
        nonlocal value, bits
        value, bits = (value << width) | code, bits + width
        while bits >= 8:
            out.append((value >> (bits - 8)) & 255)
            bits -= 8
        value &= (1 << bits) - 1

    put(256, 9)
    for number, byte in enumerate(CATALOGUE):
        put(byte, 9)
        made = number
    put(256, 9)
    while made < size:
        put(32, 9)
        code, run = 258, 2
        while code < 4094:
            width = next(width for width in (9, 10, 11, 12) if code + 1 < 2**width)
            put(code, width)
            made, run, code = made + run, run + 1, code + 1
        put(256, 12)
    put(257, 9)
    put(0, 7)
    return bytes(out)


def zipped(parts: Iterable[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", packing) as package:
        for name, content in parts:
            package.writestr(name, content)
    return data.getvalue()


def types(kind: str = "wordprocessingml.document", more: str = "") -> bytes:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{MAIN[kind]}" ContentType="{OFFICE}{kind}.main+xml"/>{more}</Types>'
    ).encode()


def office(
    parts: dict[str, bytes] | None = None,
    kind: str = "wordprocessingml.document",
    more: str = "",
    packing: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """An OOXML file; `more` is what its list of contents says besides."""
    given = {TYPES: types(kind, more), MAIN[kind]: b"<w:document/>", **(parts or {})}
    return zipped(given.items(), packing)


def open_document(kind: str = "text", parts: dict[str, bytes] | None = None) -> bytes:
    given = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": b"<office/>",
        "meta.xml": f"<meta>{SECRET}</meta>".encode(),
        **(parts or {}),
    }
    return zipped(given.items(), zipfile.ZIP_STORED)


def relations(*rows: tuple[str, str]) -> bytes:
    """Relations to elsewhere: (type, address)."""
    told = "".join(
        f'<Relationship Id="r{number}" Type="http://x/{kind}" Target="{to}" TargetMode="External"/>'
        for number, (kind, to) in enumerate(rows)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{told}</Relationships>'.encode()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}
