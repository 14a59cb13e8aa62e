"""Files made from a page: made once for each state of the site, and not sent again to whoever has them."""

import datetime
import hashlib
import threading
from collections.abc import Callable
from functools import cache as kept_forever
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from home import content_version

KEPT_FOR = 24 * 60 * 60  # seconds; a state of the site ends at midnight at the latest
# Making one takes a processor for a good part of a second: each process makes one at a time.
_making = threading.Lock()


def answer(
    request: HttpRequest, page: Any, kind: str, content_type: str, make: Callable[[], bytes]
) -> HttpResponse:
    """The file of this kind made from the page: 304 for a reader who has it, else the one that is kept, else
    a new one from `make`. Whatever `make` raises goes on.

    It holds for one content version and one day (a badge expires at midnight), and for one address of the
    page, which is written in it.
    """
    key = _state(page, kind, page.get_full_url(request) or "")
    etag = f'"{key}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_kept(f"sheet-{key}", make), content_type=content_type)
    response["ETag"] = etag
    return response


def _kept(key: str, make: Callable[[], bytes]) -> bytes:
    found = cache.get(key)
    if found is None:
        with _making:
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found, KEPT_FOR)
    return found


def _state(page: Any, kind: str, address: str) -> str:
    """What the file depends on, as one short word. The page was loaded before the version is read here, so
    its own last publication counts too.
    """
    parts = (
        kind,
        page.pk,
        page.last_published_at,
        page.live_revision_id,
        content_version.current(),
        datetime.date.today(),
        address,
        _drawn_by(),
    )
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:32]


@kept_forever
def _drawn_by() -> int:
    """The last change of what draws the files, so that an upgrade makes them anew."""
    templates = settings.BASE_DIR / "templates" / "showcase" / "sheet"
    styles = Path(str(finders.find("css/paper.css")))
    files = [*Path(__file__).parent.glob("*.py"), *templates.glob("*.html"), styles]
    return max(file.stat().st_mtime_ns for file in files)
