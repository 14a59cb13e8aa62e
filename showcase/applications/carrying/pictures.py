"""The images of a file: shown in its preview from where they are kept, copied to the library for its page."""

import io
from dataclasses import dataclass
from typing import Any

from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamValue, StructBlock, URLBlock
from wagtail.images import get_image_model
from wagtail.models import Collection

from home.blocks import StoryBlock
from home.models import User
from showcase.applications.carrying.pages import rows_of
from showcase.applications.models import Application, Attachment
from showcase.applications.models.attachments import AttachmentKind, ScanState
from showcase.applications.sections import Plan
from showcase.models import ProjectPage
from showcase.sheet.excerpts import shortened

# In both languages: a collection has one name, which everybody reads.
COLLECTION = "Candidatures · Applications"
LONGEST_ALT = 250


@dataclass(frozen=True)
class Picture:
    """One image of a file that may be published, with what the project says of it."""

    attachment: Attachment
    alt: str
    credit: str


def pictures_of(plan: Plan) -> list[Picture]:
    """The images with the project's permission that the virus scanner lets pass. One query."""
    rows = [row for row in rows_of(plan.forms["images"]) if row.get("permission") and row.get("attachment")]
    kept = Attachment.objects.filter(
        application=plan.application,
        key__in=[row["attachment"] for row in rows],
        kind=AttachmentKind.IMAGE,
        scan=ScanState.CLEAN,
    )
    found = {attachment.key: attachment for attachment in kept} if rows else {}
    return [
        Picture(
            found[row["attachment"]], shortened(row.get("alt") or "", LONGEST_ALT), row.get("credit") or ""
        )
        for row in rows
        if row["attachment"] in found
    ]


def publish(pictures: list[Picture], title: str, user: User | None) -> list[Any]:
    """Copies for the library, in a collection of their own, each with its credit and what it shows. Their
    names are the attachments' keys, so that nobody finds them before the page is published.
    """
    copies = []
    collection = _collection() if pictures else None
    for number, picture in enumerate(pictures, start=1):
        kept = picture.attachment
        with kept.file.open("rb") as content:
            file = ImageFile(io.BytesIO(content.read()), name=f"{kept.key}{kept.extension}")
        copy = get_image_model().objects.create(
            title=title if number == 1 else f"{title[:250]} {number}",
            file=file,
            description=picture.alt,
            credit=picture.credit,
            collection=collection,
            uploaded_by_user=user,
        )
        copies.append(copy)
    return copies


def _collection() -> Collection:
    known = Collection.objects.filter(name=COLLECTION).first()
    return known or Collection.get_first_root_node().add_child(name=COLLECTION)


def place(page: ProjectPage, pictures: list[Picture], copies: list[Any]) -> None:
    """The first picture at the head of the page, the others at the end of its story."""
    if not copies:
        return
    page.listing_image, page.image_alt = copies[0], pictures[0].alt
    page.body.extend(
        ("image", {"image": copy, "decorative": False, "alt_text": picture.alt, "caption": ""})
        for picture, copy in zip(pictures[1:], copies[1:], strict=True)
    )


class PrivatePictureBlock(StructBlock):
    """An image that only the people on the file can open."""

    address = URLBlock()
    alt_text = CharBlock()
    credit = CharBlock()

    class Meta:
        template = "applications/carrying/private_picture.html"
        label = _("Picture")


class PreviewBlock(StoryBlock):
    """A story with images that are not in the library. It is shown, and never stored."""

    private_picture = PrivatePictureBlock()


def show_private(page: ProjectPage, file: Application, pictures: list[Picture]) -> None:
    """Give an unsaved page the images of its file: the first one before the story, the others after it."""
    shown = [
        (
            "private_picture",
            {
                "address": reverse(
                    "applications:attachment",
                    args=[file.key, picture.attachment.key],
                ),
                "alt_text": picture.alt,
                "credit": picture.credit,
            },
        )
        for picture in pictures
    ]
    block = PreviewBlock()
    told = [(child.block_type, child.value) for child in page.body]
    values = [*shown[:1], *told, *shown[1:]]
    page.body = StreamValue(
        block, [(name, block.child_blocks[name].normalize(value)) for name, value in values]
    )
