"""Documents: PDF and office files, told by what they are, and written again without what they do not need."""

from django.utils.translation import gettext as _

from showcase.applications.files.apart import BrokenOffError, run_apart
from showcase.applications.files.kinds import ZIP, not_a_document
from showcase.applications.files.limits import MOST_PAGES
from showcase.applications.files.office import packed_again
from showcase.applications.files.refusing import RefusedError
from showcase.applications.files.verdicts import Verdict

PROGRAM = "showcase.applications.files.pdfs"
# What stands before it is gone afterwards; readers look no further for the beginning.
PDF_START, PDF_WITHIN = b"%PDF-", 1024


def written_again(content: bytes) -> tuple[bytes, str, str]:
    """(content, extension, type) of a document. Raises RefusedError for what is neither a PDF nor an office
    file that holds text, tables or slides alone.
    """
    if content.startswith(ZIP):
        return packed_again(content)
    if PDF_START in content[:PDF_WITHIN]:
        return _pdf(content), ".pdf", "application/pdf"
    raise not_a_document(content)


def _pdf(content: bytes) -> bytes:
    """Written anew from its pages: what stood before or after them, programs, enclosed files and who wrote it
    are gone. It is done apart (`pdfs`).
    """
    try:
        verdict, kept = run_apart(PROGRAM, str(MOST_PAGES), content=content)
    except BrokenOffError:
        raise RefusedError(
            _("This PDF is too heavy to be checked. Print it to a new PDF and add that one.")
        ) from None
    if verdict == Verdict.TAKEN:
        return kept
    raise RefusedError(_why(verdict))


def _why(verdict: Verdict) -> str:
    words = {
        Verdict.PASSWORD: _("This PDF has a password. Save it without one and add it again."),
        Verdict.MANY_PAGES: _("This PDF has more than %(most)d pages. Keep those that show it.")
        % {"most": MOST_PAGES},
        Verdict.FORM: _(
            "This PDF is a form that only one program can show. Print it to a new PDF and add that one."
        ),
    }
    return words.get(verdict) or _("This PDF is damaged. Save it again from its program, then add it again.")
