"""PDFs are told by what they are, and written again without what they do, enclose or know."""

import io
import zlib

import pikepdf
import pypdf
import pytest
import weasyprint
from pikepdf import Array, Dictionary, Name
from PIL import Image

from showcase.applications.files import documents, pdfs
from showcase.applications.files.bare import bare
from showcase.applications.files.taking import RefusedError
from showcase.applications.models import Attachment
from tests.applications.handed import (
    CATALOGUE,
    SECRET,
    exif,
    kept,
    little_work,
    lzw,
    new_pdf,
    notes,
    packed_pdf,
    pdf,
    photograph,
    picture,
    saved,
    script,
    taken,
)


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
    # The second picture of a telephone, and what is hidden behind one.
    for behind in (photograph(), SECRET.encode()):
        for first in (picture(), picture(progressive=True), picture("PNG")):
            assert bare(first + behind) == bare(first)
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
    with little_work(seconds=20), pytest.raises(RefusedError):
        taken(nora, packed_pdf(vast, packing.encode()))


def _deflated_spaces(size: int) -> bytes:
    packer = zlib.compressobj(9)
    packed = [packer.compress(CATALOGUE)]
    packed += [packer.compress(b" " * 10_000_000) for _ in range(size // 10_000_000)]
    return b"".join([*packed, packer.flush()])
