"""A program of its own, for one PDF: from standard input to standard output, written again from its pages.

It is run by `documents`, apart, and gives itself bounds of memory and time, because what unpacks a PDF has
none for some kinds of packing. It knows nothing of the site or of Django.
"""

import io
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf.settings import set_qpdf_limits

from showcase.applications.files.bare import bare
from showcase.applications.files.bounds import bound
from showcase.applications.files.verdicts import Verdict

MOST_UNPACKED = 200_000_000  # of one stream
MOST_BOOKMARKS = 5000
END, MENDED = b"%%EOF", "reconstruct"

# What is kept of the document, of a page, of a bookmark and of a link; nothing else is.
OF_DOCUMENT = """Type Pages PageLabels Outlines Lang MarkInfo StructTreeRoot ViewerPreferences PageLayout
    PageMode OCProperties Dests Names OutputIntents Version Extensions"""
OF_PAGE = """Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group Annots
    StructParents Tabs UserUnit"""
OF_BOOKMARK = "Title Parent Prev Next First Last Count Dest A C F SE"
OF_LINK = "Type Subtype Rect Border BS C H QuadPoints F StructParent Contents Dest A P"
OF_NAMES = "Dests"
OF_TRAILER = "Root Size Prev XRefStm Encrypt Type W Index Filter DecodeParms Length"
# In what is drawn, or says how a page is built: who made it, with what, and what it brings along.
TOLD = ("Metadata", "PieceInfo", "AF", "OPI", "LastModified", "Ref")
WEB = ("http://", "https://", "mailto:")


class RefusedPdfError(Exception):
    """Carries a Verdict."""


def written_again(content: bytes, most_pages: int) -> bytes:
    """The PDF without what it does, what it encloses and who wrote it. Forms and notes stay as they look."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check(pdf, content, most_pages)
            _clean(pdf)
            kept = io.BytesIO()
            pdf.save(kept, deterministic_id=True)
    except pikepdf.PasswordError:
        raise RefusedPdfError(Verdict.PASSWORD) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        raise RefusedPdfError(Verdict.DAMAGED) from error
    return kept.getvalue()


def _check(pdf: Pdf, content: bytes, most_pages: int) -> None:
    if pdf.Root.get("/NeedsRendering"):
        raise RefusedPdfError(Verdict.FORM)
    if len(pdf.pages) > most_pages:
        raise RefusedPdfError(Verdict.MANY_PAGES)
    # One that was put together from its pieces and has no end was cut short: pages of it may be empty.
    is_cut = MENDED in str(pdf.get_warnings()) and not content.rstrip().endswith(END)
    if is_cut or not len(pdf.pages):
        raise RefusedPdfError(Verdict.DAMAGED)


def _clean(pdf: Pdf) -> None:
    if (form := pdf.Root.get("/AcroForm")) and form.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
    _keep(pdf.trailer, OF_TRAILER)
    _keep(pdf.Root, OF_DOCUMENT)
    if names := pdf.Root.get("/Names"):
        _keep(names, OF_NAMES)
    for page in pdf.pages:
        _clean_page(page.obj)
    for number, mark in enumerate(_bookmarks(pdf.Root.get("/Outlines"))):
        if number == MOST_BOOKMARKS:
            del pdf.Root["/Outlines"]
            break
        _keep(mark, OF_BOOKMARK)
        _keep_way(mark)
    for found in pdf.objects:
        _clean_object(found)


def _keep(found: Object, names: str) -> None:
    wanted = {f"/{name}" for name in names.split()}
    for name in set(found.keys()) - wanted:
        del found[name]


def _clean_page(page: Object) -> None:
    _keep(page, OF_PAGE)
    notes = page.get("/Annots")
    if notes is None:
        return
    links = [note for note in notes if isinstance(note, Dictionary) and note.get("/Subtype") == Name.Link]
    for link in links:
        _keep(link, OF_LINK)
        _keep_way(link)
    page.Annots = Array(links)


def _keep_way(found: Object) -> None:
    """Leave it to lead to a page of the web or of the document, and to do nothing else."""
    action = found.get("/A")
    if action is None:
        return
    del found["/A"]
    kind = action.get("/S")
    if kind == Name.URI and str(action.get("/URI", "")).lower().startswith(WEB):
        found.A = Dictionary(S=Name.URI, URI=action.URI)
    elif kind == Name.GoTo and "/D" in action:
        found.A = Dictionary(S=Name.GoTo, D=action.D)


def _bookmarks(root: Object | None) -> Iterator[Any]:
    seen: set[tuple[int, int]] = set()
    waiting = [root.get("/First")] if root is not None else []
    while waiting:
        mark = waiting.pop()
        if not isinstance(mark, Dictionary) or mark.objgen in seen:
            continue
        if mark.is_indirect:
            seen.add(mark.objgen)
        yield mark
        waiting += [mark.get("/Next"), mark.get("/First")]


def _clean_object(found: Object) -> None:
    """A picture, a drawing or a part of the structure; and what is enclosed, wherever something names it."""
    if not isinstance(found, (Dictionary, Stream)):
        return
    kind = found.get("/Type")
    if kind in (Name.EmbeddedFile, Name.Metadata) and isinstance(found, Stream):
        found.write(b"")
    elif kind in (Name.Filespec, Name.F):
        _keep(found, "Type")
    elif isinstance(found, Stream) or kind == Name.StructElem:
        for name in TOLD:
            if f"/{name}" in found:
                del found[f"/{name}"]
    if isinstance(found, Stream):
        _clean_stream(found)


def _clean_stream(found: Stream) -> None:
    if "/F" in found:  # its content would be in another file
        del found["/F"]
    if found.get("/Subtype") == Name.PS:  # a program for printers
        found.write(b"")
    packing = found.get("/Filter")
    if packing == Name.DCTDecode or (isinstance(packing, Array) and list(packing) == [Name.DCTDecode]):
        raw, options = found.read_raw_bytes(), found.get("/DecodeParms")
        if (picture := bare(raw)) != raw:
            found.write(picture, filter=Name.DCTDecode)
            if options is not None:
                found.DecodeParms = options[0] if isinstance(options, Array) else options


def main() -> int:
    bound()
    set_qpdf_limits(
        flate_max_memory=MOST_UNPACKED,
        run_length_max_memory=MOST_UNPACKED,
        png_max_memory=MOST_UNPACKED,
        tiff_max_memory=MOST_UNPACKED,
    )
    content = sys.stdin.buffer.read()
    try:
        kept = written_again(content, int(sys.argv[1]))
    except RefusedPdfError as refused:
        return refused.args[0]
    sys.stdout.buffer.write(kept)
    return Verdict.TAKEN


if __name__ == "__main__":
    sys.exit(main())
