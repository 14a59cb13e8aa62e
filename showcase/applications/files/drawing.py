"""A program of its own, for one image: from standard input to standard output, drawn again from its pixels.

It is run by `images`, apart: what reads images is large and old, and whether Pillow takes what is cut short
is a setting of the whole process, which another library may have turned on.
"""

import contextlib
import io
import sys

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps

from showcase.applications.files.bounds import bound
from showcase.applications.files.verdicts import Verdict

OPENED = ("JPEG", "PNG", "WEBP", "AVIF")
# {what it is kept as: how it is written}
KEPT_AS = {"JPEG": {"quality": 88}, "PNG": {}, "WEBP": {"quality": 88}}
SHRINKABLE = ("L", "LA", "RGB", "RGBA", "CMYK")


class TooLargeError(Exception):
    """It says that it has more pixels than are drawn."""


def drawn_again(content: bytes, *, most_pixels: int, longest_side: int, most_bytes: int) -> bytes:
    """An image that nothing is left of but its pixels: upright, in sRGB, no longer than `longest_side`. It is
    kept as it came, but for a PNG of more than `most_bytes` and for AVIF, which become JPEG or, where it has
    clear parts, WebP. Of one that moves, the first picture.
    """
    with Image.open(io.BytesIO(content), formats=OPENED) as image:
        if image.width * image.height > most_pixels:
            raise TooLargeError
        kind = image.format or ""
        plain = _plain(image, longest_side)
    other = "WEBP" if plain.mode == "RGBA" else "JPEG"
    kept = _written(plain, kind if kind in KEPT_AS else other)
    return _written(plain, other) if kind == "PNG" and len(kept) > most_bytes else kept


def _plain(image: Image.Image, longest_side: int) -> Image.Image:
    """The pixels alone, as they are meant to be seen. Made smaller first, so that the rest costs little."""
    image.draft(None, (longest_side, longest_side))  # a JPEG need not be unpacked at its full size
    has_alpha = image.has_transparency_data
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode not in SHRINKABLE:
        image = image.convert("RGBA" if has_alpha else "RGB")
    image.thumbnail((longest_side, longest_side))
    upright = ImageOps.exif_transpose(image)
    if has_alpha and upright.mode != "LA":
        upright = upright.convert("RGBA")  # an RGB in which one colour is clear
    plain = _in_srgb(upright).convert("RGBA" if has_alpha else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    return clean


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        # A profile that cannot be read changes no more than the hue.
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            drawn = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return drawn or image
    return image


def _written(image: Image.Image, kind: str) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **KEPT_AS[kind])
    return kept.getvalue()


def main() -> int:
    bound()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    most_pixels, longest_side, most_bytes = map(int, sys.argv[1:])
    content = sys.stdin.buffer.read()
    try:
        kept = drawn_again(content, most_pixels=most_pixels, longest_side=longest_side, most_bytes=most_bytes)
    except (TooLargeError, Image.DecompressionBombError, MemoryError):
        return Verdict.TOO_LARGE
    except Exception:  # Pillow's decoders raise whatever a broken file makes them raise
        return Verdict.DAMAGED
    sys.stdout.buffer.write(kept)
    return Verdict.TAKEN


if __name__ == "__main__":
    sys.exit(main())
