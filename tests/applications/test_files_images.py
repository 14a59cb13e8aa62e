"""Images are told by what they are, and drawn again so that nothing is kept but what is seen."""

import io
import struct

import pytest
import weasyprint.images
from PIL import Image, ImageCms

from showcase.applications.files import images
from showcase.applications.files.taking import RefusedError
from showcase.applications.models import Attachment
from tests.applications.handed import (
    IMAGE,
    SECRET,
    exif,
    kept,
    little_work,
    photograph,
    picture,
    taken,
    vast_png,
    vast_webp,
)


def opened(attachment: Attachment) -> Image.Image:
    image = Image.open(io.BytesIO(kept(attachment)))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_an_image_is_upright_and_forgets_where_with_what_and_by_whom_it_was_taken(nora, kind):
    attachment = taken(nora, photograph(kind), "IMG_1234.JPG", IMAGE)
    content = kept(attachment)
    assert SECRET.encode() not in content
    assert b"2024:05:06" not in content
    image = opened(attachment)
    assert image.size == (20, 40)
    assert not image.getexif()
    assert not {"exif", "comment", "xmp"} & set(image.info)


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("JPEG", "RGB", "image/jpeg"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("JPEG", "L", "image/jpeg"),
        ("PNG", "RGB", "image/png"),
        ("PNG", "P", "image/png"),
        ("PNG", "1", "image/png"),
        ("WEBP", "RGB", "image/webp"),
        ("AVIF", "RGB", "image/jpeg"),
        ("AVIF", "RGBA", "image/webp"),
    ],
)
def test_the_kinds_of_image_are_taken_whatever_their_name(nora, kind, mode, becomes):
    colour = (0, 128, 128, 128) if mode == "RGBA" else 1 if mode in "1PL" else "teal"
    attachment = taken(nora, picture(kind, mode=mode, colour=colour), "photo.pdf", IMAGE)
    assert attachment.content_type == becomes
    assert attachment.name == f"photo{attachment.extension}"
    assert opened(attachment).size == (40, 20)
    assert (opened(attachment).mode == "RGBA") == (mode == "RGBA")


def test_what_is_clear_stays_clear_and_grey_stays_grey(nora):
    clear = Image.new("P", (4, 4), 1)
    clear.putpalette([255, 0, 0, 0, 0, 255])
    data = io.BytesIO()
    clear.save(data, "PNG", transparency=1)
    image = opened(taken(nora, data.getvalue(), kind=IMAGE))
    assert image.getpixel((1, 1)) == (0, 0, 255, 0)
    data = io.BytesIO()
    Image.new("I;16", (4, 4), 0x8000).save(data, "PNG")
    red, green, blue = opened(taken(nora, data.getvalue(), kind=IMAGE)).getpixel((1, 1))
    assert red == green == blue
    assert abs(red - 128) <= 1


def test_colours_are_brought_to_those_of_the_web(nora):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    odd = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (odd, lab, b"no profile"):
        image = opened(taken(nora, picture(icc_profile=profile), kind=IMAGE))
        assert "icc_profile" not in image.info
        assert all(abs(a - b) < 8 for a, b in zip(image.getpixel((5, 5)), (0, 128, 128), strict=True))


def test_a_large_image_is_made_smaller_and_not_drawn_at_its_full_size(nora, monkeypatch):
    monkeypatch.setattr(images, "LONGEST_SIDE", 16)
    for kind in ("JPEG", "PNG"):
        assert opened(taken(nora, picture(kind, size=(64, 32)), kind=IMAGE)).size == (16, 8)


def test_a_photo_as_png_is_kept_as_jpeg_where_it_would_be_too_large(nora, settings):
    noise = Image.effect_noise((60, 60), 90).convert("RGB")
    data = io.BytesIO()
    noise.save(data, "PNG")
    assert taken(nora, data.getvalue(), kind=IMAGE).content_type == "image/png"
    settings.ATTACHMENTS = {**settings.ATTACHMENTS, "image_mb": 0.003}
    assert images.drawn_again(data.getvalue())[2] == "image/jpeg"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_what_moves_the_first_picture_is_kept(nora, kind):
    data = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(data, kind, save_all=True, append_images=[second], duration=100)
    image = opened(taken(nora, data.getvalue(), kind=IMAGE))
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((4, 4))[0] > 200


def test_the_second_picture_of_a_telephone_is_gone(nora):
    data = io.BytesIO()
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    first.save(data, "MPO", save_all=True, append_images=[second], exif=exif(1))
    content = kept(taken(nora, data.getvalue(), kind=IMAGE))
    assert content.count(b"\xff\xd8\xff") == 1
    assert b"MPF" not in content


@pytest.mark.parametrize(
    "content",
    [vast_png(50_000, 50_000), vast_png(8_000, 8_000), vast_webp()],
    ids=["png", "somewhat", "webp"],
)
def test_a_bomb_is_refused_before_it_is_drawn(nora, content):
    with little_work(seconds=2), pytest.raises(RefusedError):
        taken(nora, content, kind=IMAGE)
    assert not Attachment.objects.exists()


def test_what_is_cut_short_is_refused_whatever_another_library_has_set(nora):
    assert weasyprint.images  # which has Pillow take what is cut short, in the whole process
    with pytest.raises(RefusedError):
        taken(nora, picture(size=(400, 400))[:900], kind=IMAGE)


def heic() -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 50


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG"),
        (picture("GIF"), "GIF"),
        (picture("TIFF"), "TIFF"),
        (picture("BMP"), "BMP"),
        (heic(), "HEIC"),
        (b"\xff\xd8\xff\xe0 cut short", "JPEG"),
        (picture("PNG")[:50], "JPEG"),
        (picture("JPEG", size=(400, 400))[:900], "JPEG"),
        (picture("WEBP")[:30], "JPEG"),
        (picture("AVIF")[:200], "JPEG"),
        (b"%PDF-1.7 a document", "JPEG"),
    ],
    ids=["svg", "gif", "tiff", "bmp", "heic", "jpeg", "png", "jpeg-cut", "webp-cut", "avif-cut", "pdf"],
)
def test_what_is_no_image_is_refused_with_words(nora, content, words):
    with pytest.raises(RefusedError, match=words):
        taken(nora, content, kind=IMAGE)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    "hidden", [b"<script>alert(1)</script>", b"PK\x03\x04 a zip", b"%PDF-1.4 a document"]
)
def test_what_hides_after_an_image_is_gone(nora, kind, hidden):
    assert hidden not in kept(taken(nora, picture(kind) + hidden, kind=IMAGE))
