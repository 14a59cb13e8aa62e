"""The two families that paper and pictures are set in: from packages, so that they are the same on every
machine. (A page on a screen uses the reader's own.)
"""

from functools import cache
from importlib import resources
from pathlib import Path

from PIL import ImageFont

SERIF = "SourceSerifPro"
SANS = "SourceSansPro"
PACKAGES = {SERIF: "font_source_serif_pro", SANS: "font_source_sans_pro"}


def font_file(name: str) -> Path:
    """The file of a font, such as `SourceSerifPro-Semibold.ttf`. Raises KeyError for another family."""
    family = name.partition("-")[0]
    return Path(str(resources.files(PACKAGES[family]))) / "files" / name


@cache
def font(family: str, weight: str, size: int) -> ImageFont.FreeTypeFont:
    """A font of Pillow's; `size` in pixels."""
    return ImageFont.truetype(str(font_file(f"{family}-{weight}.ttf")), size)
