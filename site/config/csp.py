"""Content security policies: a strict one for the public, its own for the admin.

Wagtail's admin writes styles and scripts into its pages; the public site never does, so nothing
`unsafe-*` is needed there. See docs/security-headers.md.
"""

from csp.constants import NONE, SELF
from csp.middleware import CSPMiddleware

PUBLIC: dict[str, dict[str, list[str]]] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    }
}

ADMIN = {
    "script-src": [SELF, "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],  # previews are shown in a frame of the editor
}

ADMIN_PREFIX = "/admin/"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's middleware, with the admin's policy put on every answer under its prefix.

    A preview is the answer to a request within a request: the inner one, for the page's own address, is left
    alone, and the outer one is the admin's, whose editor shows it in a frame.
    """

    def process_response(self, request, response):
        if getattr(request, "is_dummy", False):
            return response
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_replace = {**ADMIN, **(getattr(response, "_csp_replace", None) or {})}
        return super().process_response(request, response)
