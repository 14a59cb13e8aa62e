"""Files as they arrive: no more of one is written than may be kept, however much is sent."""

from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from showcase.applications.files.limits import most_bytes
from showcase.applications.models.attachments import AttachmentKind

NAMESPACE = "applications"


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Django's own, but for what applicants send: what is beyond the limit is read and dropped. The file's
    `size` is what was sent, so that it is refused with both numbers instead of a connection that breaks off.
    """

    most: int | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  its name in Django
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """What is no UTF-8 is not read, as Django does where no file is sent: among the other ways to write
        signs are some that no database keeps.
        """
        if encoding and encoding.lower() not in ("utf-8", "utf8"):
            raise BadRequest("Forms must be sent in UTF-8.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        match = getattr(self.request, "resolver_match", None)
        if match and NAMESPACE in match.namespaces:
            self.most = max(most_bytes(kind) for kind in AttachmentKind)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.most is None or start <= self.most:
            return super().receive_data_chunk(raw_data, start)
        return None
