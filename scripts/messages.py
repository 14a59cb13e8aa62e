"""Gather the strings to translate, keep what is translated, compile."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
SOURCES = ("home", "showcase", "glossary", "studio", "site/config", "templates")


def gather(folder: Path) -> Path:
    """A fresh catalogue of every string of the code, made in `folder`. Returns its path."""
    if not shutil.which("xgettext"):
        sys.exit("gettext is missing. Install it: apt-get install gettext (or brew install gettext).")
    for source in SOURCES:
        shutil.copytree(
            ROOT / source,
            folder / source,
            ignore=shutil.ignore_patterns("migrations", "seed", "__pycache__"),
        )
    (folder / "locale").mkdir()
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--locale",
        "fr",
        "--no-location",
        "--no-wrap",
    ]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "locale/fr/LC_MESSAGES/django.po"


def main() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        fresh = polib.pofile(str(gather(Path(folder))))
    for language in LANGUAGES:
        path = ROOT / f"site/locale/{language}/LC_MESSAGES/django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = polib.pofile(str(path), wrapwidth=0) if path.exists() else polib.POFile(wrapwidth=0)
        plural = "(n > 1)" if language == "fr" else "(n != 1)"
        catalogue.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": f"nplurals=2; plural={plural};",
        }
        catalogue.merge(fresh)
        for entry in [entry for entry in catalogue if entry.obsolete]:
            catalogue.remove(entry)
        catalogue.sort(key=lambda entry: (entry.msgid.casefold(), entry.msgctxt or ""))
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        missing = sum(not entry.translated() for entry in catalogue)
        print(
            f"{language}: {len(catalogue)} strings"
            + (f", {missing} to translate" if language == "fr" else "")
        )


if __name__ == "__main__":
    main()
