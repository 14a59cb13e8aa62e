"""A web server on loopback in all its moods, for asking outside links for real."""

import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Moods(BaseHTTPRequestHandler):
    """What each path answers; what was asked is kept in `server.asked` as (method, path, headers, when)."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path, dict(self.headers), time.monotonic()))
        mood = self.path.split("?")[0].strip("/").replace("-", "_").replace(".", "_") or "fine"
        if mood in self.server.moods:
            return self._send(self.server.moods[mood])
        return getattr(self, f"mood_{mood}", self.mood_404)()

    def _send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def mood_robots_txt(self) -> None:
        text = self.server.robots
        self._send(200 if text else 404, text.encode())

    def mood_fine(self) -> None:
        self._send(200, b"<p>hello</p>")

    def mood_404(self) -> None:
        self._send(404)

    def mood_gone(self) -> None:
        self._send(410)

    def mood_broken(self) -> None:
        self._send(500)

    def mood_turned_away(self) -> None:
        self._send(403)

    def mood_get_only(self) -> None:
        self._send(405 if self.command == "HEAD" else 200, b"x")

    def mood_wrong_head(self) -> None:
        self._send(404 if self.command == "HEAD" else 200, b"x")

    def mood_busy(self) -> None:
        self._send(429, Retry_After="7200")

    def mood_busy_until(self) -> None:
        self._send(503, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT")

    def mood_moved(self) -> None:
        self._send(301, Location="/fine")

    def mood_moved_twice(self) -> None:
        self._send(308, Location="/moved")

    def mood_for_now(self) -> None:
        self._send(302, Location="/fine")

    def mood_round(self) -> None:
        self._send(302, Location="/round")

    def mood_inside(self) -> None:
        self._send(302, Location="http://10.0.0.1/secret")

    def mood_other_scheme(self) -> None:
        self._send(302, Location="file:///etc/passwd")

    def mood_slow(self) -> None:
        time.sleep(1.5)
        self._send(200)

    def mood_trickle(self) -> None:
        self.send_response(200)
        self.flush_headers()
        for number in range(60):
            self.wfile.write(f"X-{number}: y\r\n".encode())
            self.wfile.flush()
            time.sleep(0.1)

    def mood_nonsense(self) -> None:
        self.wfile.write(b"SMTP ready when you are\r\n\r\n")
        self.close_connection = True

    def mood_huge(self) -> None:
        if self.command == "HEAD":
            return self._send(405)
        self.send_response(200)
        self.send_header("Content-Length", str(10**9))
        self.end_headers()
        try:
            for _block in range(1000):
                self.wfile.write(b"x" * 65_536)
                self.server.sent += 65_536
        except OSError:
            self.close_connection = True

    def log_message(self, *args) -> None:
        pass


class MoodyServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Moods)
        self.asked: list[tuple[str, str, dict, float]] = []
        self.robots = ""
        # A path's status, where a test changes its mood.
        self.moods: dict[str, int] = {}
        self.sent = 0
        self.scheme = "http"

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up is what some of these tests are about."""

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_address[1]}{path}"

    def methods(self, path: str) -> list[str]:
        return [method for method, asked, _headers, _when in self.asked if asked == path]


@contextmanager
def moody(certificate: Path | None = None) -> Iterator[MoodyServer]:
    """A running server; over TLS where it is given a file with a key and a certificate."""
    server = MoodyServer()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
    threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def make_certificate(folder: Path) -> Path:
    """A certificate that nobody has signed but itself."""
    key, certificate, both = (folder / name for name in ("key.pem", "cert.pem", "both.pem"))
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(key.read_text() + certificate.read_text())
    return both
