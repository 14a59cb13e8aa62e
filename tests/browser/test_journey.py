"""A page's whole life, each role at its own browser, in both languages of the admin."""

from pathlib import Path

import pytest
from PIL import Image

from tests.browser.studio import Studio

pytestmark = pytest.mark.browser

CONCEPTS = "/admin/pages/add/home/conceptpage/{parent}/"


@pytest.fixture
def picture(tmp_path) -> Path:
    path = tmp_path / "atelier.png"
    Image.new("RGB", (960, 600), "teal").save(path)
    return path


def write_concept(editor: Studio, title: str, picture: Path) -> None:
    """A draft with nine kinds of block, in French, as an editor makes it."""
    editor.fill("title", title)
    editor.fill("summary", "Ce que change le fait de décider ensemble.")
    number = editor.add_block("Heading")
    editor.fill(number, "Qui décide ?")
    number = editor.add_block("Text")
    editor.write(f"{number}-text", "Les habitants décident avec la commune. L’ESS le fait depuis longtemps.")
    number = editor.add_block("Definition")
    editor.fill(f"{number}-text", "Une décision prise avec les personnes concernées.")
    editor.fill(f"{number}-attribution", "Passerelle, 2026")
    number = editor.add_block("Quotation")
    editor.fill(f"{number}-original", "Rien pour nous sans nous")
    editor.fill(f"{number}-text", "Rien pour nous sans nous")
    editor.fill(f"{number}-attribution", "Devise, années 1990")
    number = editor.add_block("Key points")
    editor.fill(f"{number}-title", "Deux points")
    editor.add_items(f"{number}-points", 2)
    for place, words in enumerate(("Écouter", "Choisir")):
        editor.fill(f"{number}-points-{place}-value-title", words)
        editor.fill(f"{number}-points-{place}-value-text", f"{words} prend du temps.")
    number = editor.add_block("Picture")
    editor.upload_picture(f"{number}-image", picture, "Un atelier de quartier")
    editor.fill(f"{number}-alt_text", "Douze personnes autour d’une table")
    number = editor.add_block("Zoom")
    editor.fill(f"{number}-title", "À Fortaleza")
    editor.write(f"{number}-text", "Un quartier a créé sa banque.")
    number = editor.add_block("In brief")
    editor.fill(f"{number}-title", "En bref")
    editor.fill(f"{number}-points-0-value", "On décide mieux à plusieurs.")
    number = editor.add_block("Timeline")
    editor.fill(f"{number}-title", "Deux dates")
    editor.add_items(f"{number}-items", 2)
    for place, (date, event) in enumerate((("1844", "Rochdale"), ("2014", "La loi française sur l’ESS"))):
        editor.fill(f"{number}-items-{place}-value-date", date)
        editor.fill(f"{number}-items-{place}-value-title", event)
