"""Office files, which are zips: a plain package of the right kind, packed again without programs."""

import io
import logging
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from showcase.applications.files.bare import bare
from showcase.applications.files.kinds import OLD_OFFICE, PROGRAMS, ZIP, not_a_document
from showcase.applications.files.limits import MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.reliance import (
    MOST_LIST,
    asks_another,
    encloses_another,
    has_listener,
    is_locked,
    kinds_of_parts,
    without_outside,
    without_outside_relations,
)

log = logging.getLogger(__name__)

OFFICE = "application/vnd.openxmlformats-officedocument."
# {what its main part is: (extension, type)}
OOXML = {
    f"{OFFICE}{name}.main+xml": (extension, f"{OFFICE}{name}")
    for name, extension in (
        ("wordprocessingml.document", ".docx"),
        ("spreadsheetml.sheet", ".xlsx"),
        ("presentationml.presentation", ".pptx"),
    )
}
ODF = {
    f"application/vnd.oasis.opendocument.{name}": extension
    for name, extension in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
MOST_MIMETYPE = 200
TYPES, MIMETYPE, MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
# Where programs are: in folders, in files, and in what the list of contents says of them.
ACTIVE_FOLDERS = {"activex", "basic", "scripts", "macros", "macrosheets"}
ACTIVE_FILES = {"vbaproject.bin", "vbadata.xml"}
ACTIVE_KINDS = ("macroenabled", "vbaproject", "vbadata", "activex", "macrosheet", "intlmacro")
# A chart brings its table along.
ENCLOSED = (".docx", ".xlsx", ".pptx")
CENTRAL_END, CENTRAL_END_SIZE = b"PK\x05\x06", 22
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others have no bounds
LONG_AGO = (1980, 1, 1, 0, 0, 0)

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
# {what a part is: what it is kept as}. Who wrote a document, for whom, when, and with what.
EMPTIED = {
    CORE: XML
    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    f"{OFFICE}extended-properties+xml": XML
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    f"{OFFICE}custom-properties+xml": XML
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
META = (
    XML + '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' office:version="1.2"><office:meta/></office:document-meta>'
)


@dataclass
class Allowance:
    """What may still be unpacked, of a file and of those within it."""

    entries: int
    size: int

    def use(self, package: zipfile.ZipFile, packed: int) -> None:
        unpacked = sum(entry.file_size for entry in package.infolist())
        self.entries -= len(package.infolist())
        self.size -= unpacked
        if self.entries < 0 or self.size < 0 or unpacked > MOST_RATIO * packed:
            raise RefusedError(
                _("This file is far larger inside than it looks. Save it as PDF and add it again.")
            )


def packed_again(content: bytes) -> tuple[bytes, str, str]:
    """(content, extension, type) of an office file, packed anew from its parts. Raises RefusedError."""
    return _packed_again(content, Allowance(MOST_ENTRIES, MOST_UNPACKED), is_enclosed=False)


def _packed_again(content: bytes, allowance: Allowance, *, is_enclosed: bool) -> tuple[bytes, str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            allowance.use(package, len(content))
            _check_package(package, content)
            kinds = _kinds(package)
            extension, content_type = _kind(package, kinds)
            # One after the other, so that no more than one is in memory.
            parts = (
                (entry.filename, _part(package, entry, kinds, allowance, is_enclosed=is_enclosed))
                for entry in sorted(package.infolist(), key=lambda entry: entry.filename != MIMETYPE)
                if not entry.is_dir()
            )
            return _written(parts), extension, content_type
    except RefusedError:
        raise
    except Exception as error:  # zipfile, zlib and lxml raise whatever a broken file makes them raise
        log.warning("An office file was taken for damaged", exc_info=True)  # or the fault is ours
        raise _damaged() from error


def _damaged() -> RefusedError:
    return RefusedError(
        _("This file is damaged. Save it again from its program, or as PDF, then add it again.")
    )


def _active() -> RefusedError:
    return RefusedError(
        _("This file holds a program or another file. Save it without macros, or as PDF, and add it again.")
    )


def _locked() -> RefusedError:
    return RefusedError(_("This file has a password. Save it without one and add it again."))


def _check_package(package: zipfile.ZipFile, content: bytes) -> None:
    """A plain package and nothing else: nothing before or after it, each part once and under a name that
    leads nowhere else.
    """
    if content.rfind(CENTRAL_END) != len(content) - CENTRAL_END_SIZE or package.comment:
        raise _damaged()
    entries = package.infolist()
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise _damaged()
    lists = [entry for entry in entries if entry.filename.lower().endswith(".rels")]
    if sum(entry.file_size for entry in lists) > MOST_LIST:
        raise _damaged()
    for entry in entries:
        if entry.flag_bits & 1:
            raise _locked()
        if entry.compress_type not in PACKINGS or not _is_plain(entry.filename):
            raise _damaged()
        *folders, name = entry.filename.lower().split("/")
        if ACTIVE_FOLDERS.intersection(folders) or name in ACTIVE_FILES:
            raise _active()


def _is_plain(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and name.isprintable()


def _kinds(package: zipfile.ZipFile) -> dict[str, str]:
    """{part: what the list of contents of an OOXML file says it is}; empty for others."""
    if TYPES not in package.namelist():
        return {}
    kinds = kinds_of_parts(package.read(TYPES), package.namelist())
    if any(active in kind.lower() for kind in kinds.values() for active in ACTIVE_KINDS):
        raise _active()
    return kinds


def _kind(package: zipfile.ZipFile, kinds: dict[str, str]) -> tuple[str, str]:
    names = package.namelist()
    for found in kinds.values():
        if found in OOXML:
            return OOXML[found]
    if MIMETYPE in names and TYPES not in names:
        declared = package.read(MIMETYPE)[:MOST_MIMETYPE].decode("ascii", "replace").strip()
        if declared in ODF:
            if MANIFEST in names and is_locked(package.read(MANIFEST)):
                raise _locked()
            return ODF[declared], declared
    raise not_a_document(ZIP)


def _part(
    package: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    kinds: dict[str, str],
    allowance: Allowance,
    *,
    is_enclosed: bool,
) -> bytes:
    """A part as it is kept."""
    name = entry.filename
    content = package.read(entry)  # checks the sum, and that it is no longer than it says
    if name == MIMETYPE:  # nothing but what was read of it: it is not packed
        return content[:MOST_MIMETYPE].strip()
    if kinds.get(name) in EMPTIED:
        return EMPTIED[kinds[name]].encode()
    if name.lower().endswith(".rels"):
        return _relations(content)
    if name.lower().endswith(".xml"):
        content = _xml(name, content, is_open=not kinds)
    if content.startswith(ZIP) and name.lower().endswith(ENCLOSED) and not is_enclosed:
        return _packed_again(content, allowance, is_enclosed=True)[0]
    if content.startswith((OLD_OFFICE, ZIP, *PROGRAMS)):
        raise _active()
    return bare(content, keeps_turn=True)


def _relations(content: bytes) -> bytes:
    if encloses_another(content):
        raise _active()
    return without_outside_relations(content)


def _xml(name: str, content: bytes, *, is_open: bool) -> bytes:
    """A part in XML, of an OpenDocument file (`is_open`) or of another."""
    if is_open and PurePosixPath(name).name == "meta.xml":
        return META.encode()
    if asks_another(content) or (is_open and has_listener(content)):
        raise _active()
    return without_outside(content) if is_open else content


def _written(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """The package; the same parts always give the same bytes."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_STORED if name == MIMETYPE else zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return kept.getvalue()
