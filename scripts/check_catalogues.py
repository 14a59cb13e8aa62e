"""The catalogues hold every string of the code, and French has all of them."""

import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "site/locale/fr/LC_MESSAGES/django.po"


def main() -> int:
    problems = [
        f"not translated: {entry.msgid[:70]!r}"
        for entry in polib.pofile(str(CATALOGUE))
        if not entry.obsolete and not entry.translated()
    ]
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    with tempfile.TemporaryDirectory() as folder:
        from messages import gather

        fresh = polib.pofile(str(gather(Path(folder))))
    wanted = {(entry.msgctxt, entry.msgid) for entry in fresh}
    problems += [
        f"not in the catalogue: {msgid[:70]!r}" for _context, msgid in sorted(wanted - known, key=str)
    ]
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists() or {(e.msgctxt, e.msgid) for e in polib.mofile(str(compiled))} != known:
        problems.append("the compiled catalogue is not the one of django.po")
    for problem in problems:
        print(problem)
    if problems:
        print("Mend with: make messages, translate site/locale/fr/LC_MESSAGES/django.po, make messages")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main())
