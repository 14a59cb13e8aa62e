"""What may be uploaded: how much of it, how it is received, and where it is kept."""

from pathlib import Path
from typing import Any

from config import env

# Of what applicants add: megabytes of one document and of one image; how many, and megabytes, in one file.
ATTACHMENTS = {
    "document_mb": env.integer("ATTACHMENT_DOCUMENT_MB", 10),
    "image_mb": env.integer("ATTACHMENT_IMAGE_MB", 15),
    "files": env.integer("ATTACHMENTS_FILES", 40),
    "all_mb": env.integer("ATTACHMENTS_MB", 150),
}

# In memory where all that is sent is small, on the disk otherwise, and there no more than may be kept.
HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "showcase.applications.files.receiving.CappedUploadHandler",
]


def private(folder: Path) -> dict[str, Any]:
    """The storage of what applicants send: no address leads to it but views that ask who is there."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
