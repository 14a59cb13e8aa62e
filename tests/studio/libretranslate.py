"""A server on this machine that speaks LibreTranslate's interface, and fails in the ways such servers fail.

At `/v2/translate` it speaks DeepL's: https://developers.deepl.com/docs/api-reference/translate
"""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

SLOW_SECONDS = 3


class LibreTranslateServer:
    """`questions` are the bodies it was sent; after `fails_after` of them it fails as `fails` says."""

    def __init__(self) -> None:
        self.questions: list[dict[str, Any]] = []
        self.fails = ""
        self.fails_after = 0
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, question: dict[str, Any]) -> tuple[int, bytes]:
        """Status and body, as https://docs.libretranslate.com/api/operations/translate/ has them."""
        answers = [f"[{question['target']}] {text}" for text in question["q"]]
        if self.fails and len(self.questions) > self.fails_after:
            return self._failure(answers)
        return 200, json.dumps({"translatedText": answers}).encode()

    def answer_as_deepl(self, form: dict[str, list[str]], key: str) -> tuple[int, bytes]:
        if key != "DeepL-Auth-Key k:fx":
            return 403, b""
        if self.fails:
            return int(self.fails), b""
        answers = [{"detected_source_language": "FR", "text": f"[EN] {text}"} for text in form["text"]]
        return 200, json.dumps({"translations": answers}).encode()

    def _failure(self, answers: list[str]) -> tuple[int, bytes]:
        if self.fails == "slow":
            time.sleep(SLOW_SECONDS)
        return {
            "slow": (200, json.dumps({"translatedText": answers}).encode()),
            "429": (429, json.dumps({"error": "Slowdown: 20 per 1 minute"}).encode()),
            "403": (403, json.dumps({"error": "Invalid API key"}).encode()),
            "500": (500, json.dumps({"error": "Cannot translate text"}).encode()),
            "no json": (200, b"<html>Bad gateway</html>"),
            "other json": (200, b'["fr", "en"]'),
            "fewer": (200, json.dumps({"translatedText": answers[:-1]}).encode()),
            "broken markup": (
                200,
                json.dumps({"translatedText": [text.replace("</b>", "") for text in answers]}).encode(),
            ),
        }[self.fails]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if self.path == "/v2/translate":
                    self._send(*server.answer_as_deepl(parse_qs(body), self.headers["Authorization"]))
                elif self.path == "/translate":
                    server.questions.append(json.loads(body))
                    self._send(*server.answer(server.questions[-1]))
                else:
                    self._send(404, b"{}")

            def do_GET(self) -> None:
                languages = [{"code": "fr", "targets": ["en"]}, {"code": "en", "targets": ["fr"]}]
                found = self.path == "/languages"
                self._send(200 if found else 404, json.dumps(languages).encode() if found else b"{}")

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(ConnectionError):  # whoever asked may not have waited
                    self.wfile.write(body)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
