"""Office files are told by what they are, and packed again without what they do, fetch or know."""

import contextlib
import io
import os
import time
import zipfile

import pytest
import time_machine
from PIL import Image

from showcase.applications.files import documents
from showcase.applications.files.bare import MOST_PARTS
from showcase.applications.files.reliance import MOST_ADDRESSES
from showcase.applications.files.taking import RefusedError
from showcase.applications.models import Attachment
from tests.applications.handed import (
    MAIN,
    SECRET,
    kept,
    office,
    open_document,
    parts_of,
    pdf,
    photograph,
    picture,
    relations,
    taken,
    zipped,
)

LINK = "hyperlink"


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (office(), ".docx"),
        (office(kind="spreadsheetml.sheet"), ".xlsx"),
        (office(kind="presentationml.presentation"), ".pptx"),
        (open_document(), ".odt"),
        (open_document("spreadsheet"), ".ods"),
        (open_document("presentation"), ".odp"),
    ],
    ids=["docx", "xlsx", "pptx", "odt", "ods", "odp"],
)
def test_office_files_are_told_by_what_they_hold(nora, content, extension):
    attachment = taken(nora, content, "rapport.exe")
    assert attachment.name == f"rapport{extension}"
    parts = parts_of(kept(attachment))
    assert SECRET.encode() not in b"".join(parts.values())
    assert next(iter(parts)) in ("mimetype", "[Content_Types].xml")


def test_the_same_office_file_is_packed_the_same_whenever():
    sent = office()
    with time_machine.travel("2031-01-01"):
        later = documents.written_again(sent)
    assert documents.written_again(sent) == later


def test_an_office_file_forgets_who_wrote_it(nora):
    properties = "application/vnd.openxmlformats-package.core-properties+xml"
    elsewhere = f'<Override PartName="/odd/place.xml" ContentType="{properties}"/>'
    by_extension = f'<Default Extension="psmdcp" ContentType="{properties}"/>'
    names = ("odd/place.xml", "package/core.psmdcp")
    parts = dict.fromkeys(names, f"<a>{SECRET}</a>".encode())
    photo = {"word/media/photo.jpeg": photograph()}
    left = parts_of(kept(taken(nora, office(parts | photo, more=elsewhere + by_extension))))
    assert SECRET.encode() not in b"".join(left.values())
    assert all(b"coreProperties" in left[name] for name in names)
    with Image.open(io.BytesIO(left["word/media/photo.jpeg"])) as image:
        assert dict(image.getexif()) == {0x0112: 6}


def test_an_office_file_fetches_nothing_when_it_is_opened_and_keeps_its_links(nora):
    told = relations(
        ("attachedTemplate", "http://evil.example/t.dotm"),
        ("image", r"\\evil.example\share"),
        (LINK, "https://example.org/etude"),
        (LINK, "file:///evil.example"),
    )
    name = "word/_rels/settings.xml.rels"
    utf_16 = told.decode().encode("utf-16")
    for called, rows in ((name, told), (name, utf_16), (name.upper(), told)):
        left = parts_of(kept(taken(nora, office({called: rows}))))[called]
        assert b"evil.example" not in left
        assert b"https://example.org/etude" in left
    inside = told.replace(b'TargetMode="External"', b"")
    assert parts_of(documents.written_again(office({name: inside}))[0])[name] == inside


def test_an_open_document_fetches_nothing_when_it_is_opened_and_keeps_its_links(nora):
    content = (
        b'<o><d:image x:href="Pictures/1.png"/><d:image x:href="https://evil.example/1.png"/>'
        b"<d:object x:href='../../evil.example'/><d:image x:href=\"h&#116;tps://evil.example/2\"/>"
        b'<t:a x:type="simple" x:href="https://example.org/etude">x</t:a><t:a x:href="#chapter">y</t:a></o>'
    )
    left = parts_of(kept(taken(nora, open_document(parts={"content.xml": content}))))["content.xml"]
    assert b"evil.example" not in left
    for stays in (b'"Pictures/1.png"', b'"https://example.org/etude"', b'"#chapter"'):
        assert stays in left


def test_a_name_of_its_kind_that_is_long_makes_no_file_large(nora):
    """It is the one part that is not packed."""
    parts = parts_of(open_document())
    told = parts.pop("mimetype")
    long = zipped([("mimetype", told + b" " * 2_000_000), *parts.items(), ("p.bin", os.urandom(20_000))])
    assert len(kept(taken(nora, long))) < 40_000


def test_what_is_no_part_of_an_open_document_is_looked_through_all_the_same(nora):
    """Text that stands in no tag; and one tag that does not end, which takes no longer for its length."""
    loose = b' href="https://evil.example"'
    for content in (loose, b"<t:a" + loose * 40_000):
        began = time.process_time()
        left = parts_of(kept(taken(nora, open_document(parts={"content.xml": content}))))["content.xml"]
        assert time.process_time() - began < 5
        assert len(left) < len(content)


def test_the_table_of_a_chart_is_packed_again_with_its_slides(nora):
    told = "application/vnd.openxmlformats-package.core-properties+xml"
    table = office(
        {"docProps/core.xml": f"<a>{SECRET}</a>".encode()},
        kind="spreadsheetml.sheet",
        more=f'<Override PartName="/docProps/core.xml" ContentType="{told}"/>',
    )
    name = "ppt/embeddings/Sheet1.xlsx"
    left = parts_of(kept(taken(nora, office({name: table}, kind="presentationml.presentation"))))
    inner = parts_of(left[name])
    assert MAIN["spreadsheetml.sheet"] in inner
    assert SECRET.encode() not in inner["docProps/core.xml"]


def with_types(more: str, parts: dict[str, bytes] | None = None) -> bytes:
    return office(parts, more=more)


def twice() -> bytes:
    parts = [*parts_of(office()).items(), ("WORD/document.xml", b"<other/>")]
    return zipped(parts)


MACRO = '<Override PartName="/x.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
LISTENER = b'<o><s:event-listener s:language="ooo:script" x:href="vnd.sun.star.script:a"/></o>'
# The same, of signs that only who reads the whole of it puts together.
HIDDEN_LISTENER = (
    b"<!DOCTYPE o [<!ENTITY e '&#60;s:event-listener x:href=\"vnd.sun.star.script:a\"/>'>]><o>&e;</o>"
)
CHUNK = b'<R xmlns="r"><Relationship Id="c" Target="chunk.rtf" Type="http://o/relationships/aFChunk"/></R>'
LOCKED = b'<m:manifest><m:encryption-data m:checksum="1"/></m:manifest>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    "content",
    [
        office({"word/vbaProject.bin": b"Sub AutoOpen"}),
        with_types(MACRO, {"x.bin": b"Sub AutoOpen"}),
        office({"word/embeddings/oleObject1.bin": OLD}),
        office({"word/media/picture.png": b"MZ a program"}),
        office({"word/embeddings/in.docx": office({"word/embeddings/in.docx": office()})}),
        office({"word/media/1.jpg": b"\xff\xd8" + b"\xff\xdb\0\2" * (MOST_PARTS + 1)}),
        office({"word/media/1.jpg": picture()[:-2] + b"\xff\xdb\0\2" * (MOST_PARTS + 1)}),
        office({"word/media/1.png": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IDAT\0\0\0\0" * (MOST_PARTS + 1)}),
        office({"xl/macrosheets/sheet1.xml": b"<x/>"}),
        office({"xl/externalLinks/externalLink1.xml": b'<x><ddeLink ddeService="cmd"/></x>'}),
        office({"word/_rels/document.xml.rels": CHUNK, "word/chunk.rtf": rb"{\rtf1{\object\objemb}}"}),
        office({f"word/_rels/{n}.rels": b"<R>" + b"<R/>" * 200_000 + b"</R>" for n in range(6)}),
        open_document(parts={"Basic/Standard/Module1.xml": b"<x/>"}),
        open_document(parts={"Scripts/python/a.py": b"import os"}),
        open_document(parts={"content.xml": LISTENER}),
        open_document(parts={"content.xml": LISTENER.decode().encode("utf-16")}),
        open_document(parts={"content.xml": HIDDEN_LISTENER}),
        open_document(parts={"content.xml": b'<a office:dde-application="cmd"/>'}),
        open_document(parts={"content.xml": b'<a><b xlink:href="x"/>' * (MOST_ADDRESSES + 1)}),
        open_document(parts={"META-INF/manifest.xml": LOCKED}),
        open_document("text-template"),
        office({"../../etc/passwd": b"x"}),
        office({"/etc/passwd": b"x"}),
        office({"word\\document.xml": b"x"}),
        twice(),
        office() + b"<script>alert(1)</script>",
        b"MZ" + office(),
        office({"word/media/air.bin": b"\0" * 30_000_000}),
        office(packing=zipfile.ZIP_BZIP2),
        office(packing=zipfile.ZIP_LZMA),
        office({"word/_rels/a.rels": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        office({"word/_rels/a.rels": b"not xml"}),
        zipped([("a.txt", b"text")]),
        zipped([("mimetype", b"application/epub+zip")]),
        office()[:-40],
        picture("GIF") + office(),
        b"MZ\x90 a program",
        b"\x7fELF a program",
        b"<!doctype html><script>alert(1)</script>",
        b"just text",
        b"{\\rtf1 text}",
        OLD + b"an old Word file",
        b"PK\x03\x04 cut short",
        b"\0" * 2000 + pdf(),
    ],
)
def test_other_things_are_refused_with_words_and_nothing_is_kept(nora, content):
    with pytest.raises(RefusedError) as refused:
        taken(nora, content, "rapport.docx")
    assert str(refused.value).endswith(".")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "content",
    [office({"word/a.xml": b"<a>words, words, words</a>" * 9}), open_document()],
    ids=["packed", "stored"],
)
def test_a_package_of_which_any_byte_is_damaged_is_taken_or_refused(content):
    for place in range(len(content)):
        for other in (0, 255, content[place] ^ 1):
            damaged = content[:place] + bytes([other]) + content[place + 1 :]
            with contextlib.suppress(RefusedError):
                documents.written_again(damaged)


def test_a_bomb_within_a_bomb_is_counted_as_one(nora, monkeypatch):
    table = office({"xl/air.xml": b" " * 1_000_000}, kind="spreadsheetml.sheet", packing=zipfile.ZIP_DEFLATED)
    monkeypatch.setattr("showcase.applications.files.office.MOST_RATIO", 10_000)
    parts = {f"ppt/embeddings/{number}.xlsx": table for number in range(5)}
    slides = office(parts, kind="presentationml.presentation")
    assert documents.written_again(slides)
    monkeypatch.setattr("showcase.applications.files.office.MOST_UNPACKED", 3_000_000)
    with pytest.raises(RefusedError):
        taken(nora, slides)


def test_an_image_may_be_evidence(nora):
    attachment = taken(nora, photograph(), "preuve.pdf")
    assert (attachment.kind, attachment.name) == ("image", "preuve.jpg")
    with pytest.raises(RefusedError, match="HEIC"):
        taken(nora, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 50)
