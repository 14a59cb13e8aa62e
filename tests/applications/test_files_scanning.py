"""Where a virus scanner is switched on, a file waits for its word: a real clamd's where there is one, and
always that of a server that speaks as it does.
"""

import shutil
import socket
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from home.posting import RETRY_MINUTES
from showcase.applications.files.clamd import NoAnswerError, is_clean
from showcase.applications.files.scanning import scan, scan_forgotten
from showcase.applications.models import Attachment
from showcase.applications.models.attachments import ScanState, private_storage
from tests.applications.handed import kept, office, pdf, taken
from tests.ports import free_port

MARK = b"PASSERELLE-TEST-VIRUS"  # what the scanners of these tests find
START_SECONDS = 30


class Speaker(socketserver.StreamRequestHandler):
    """Answers INSTREAM as clamd does, of what stands in the file as it is."""

    most: ClassVar[int] = 1_000_000

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Test FOUND\0" if MARK in content else b"stream: OK\0")


@pytest.fixture(scope="module")
def speaker() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Speaker) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory) -> Iterator[str]:
    """A real clamd that knows one virus, at a socket."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("no clamd on this machine (apt-get install clamav-daemon)")
    folder: Path = tmp_path_factory.mktemp("clamd")
    (folder / "known").mkdir()
    (folder / "known" / "test.ndb").write_text(f"Test:0:*:{MARK.hex()}\n")
    place = folder / "socket"
    (folder / "conf").write_text(
        f"Foreground yes\nDatabaseDirectory {folder}/known\nLocalSocket {place}\nStreamMaxLength 1M\n"
    )
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([program, "-c", str(folder / "conf")], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not place.exists():
            assert process.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield str(place)
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(params=["speaker", "daemon"])
def clamd(request, settings) -> str:
    address = request.getfixturevalue(request.param)
    settings.CLAMD_ADDRESS = address
    return address


def queued() -> Any:
    return DBTaskResult.objects.filter(task_path=scan.module_path).order_by("enqueued_at")


def free_address() -> str:
    return f"127.0.0.1:{free_port()}"


@pytest.mark.usefixtures("clamd")
def test_a_file_waits_until_the_scanner_has_said_that_it_is_clean(nora):
    attachment = taken(nora, pdf())
    assert attachment.scan == ScanState.WAITING
    assert queued().get().args_kwargs["args"] == [attachment.pk]
    scan.call(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.scan == ScanState.CLEAN
    assert kept(attachment).startswith(b"%PDF-")


@pytest.mark.usefixtures("clamd")
def test_what_is_found_is_deleted_and_its_row_says_so(nora):
    attachment = taken(nora, pdf(Lang=MARK.decode()))
    assert MARK in kept(attachment)
    scan.call(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.scan == ScanState.REFUSED
    assert not private_storage().exists(attachment.file.name)
    # The same again is not scanned again.
    assert taken(nora, pdf(Lang=MARK.decode())) == attachment
    assert queued().count() == 1


def test_what_is_too_long_for_the_scanner_goes_on_waiting(clamd):
    with pytest.raises(NoAnswerError, match="size limit"):
        is_clean(clamd, [b"x" * 65_536] * 100)
    assert is_clean(clamd, [b"x" * 65_536, b"", b"y"])


def test_while_no_scanner_answers_a_file_waits_and_is_tried_again_for_a_day(nora, settings):
    settings.CLAMD_ADDRESS = free_address()
    attachment = taken(nora, pdf())
    for attempt, minutes in enumerate(RETRY_MINUTES):
        with pytest.raises(NoAnswerError):
            scan.call(attachment.pk, attempt)
        again = queued().last()
        assert again.args_kwargs == {"args": [attachment.pk], "kwargs": {"attempt": attempt + 1}}
        assert abs(again.run_after - timezone.now() - timedelta(minutes=minutes)) < timedelta(seconds=30)
    count = queued().count()
    with pytest.raises(NoAnswerError):
        scan.call(attachment.pk, len(RETRY_MINUTES))
    assert queued().count() == count
    attachment.refresh_from_db()
    assert attachment.scan == ScanState.WAITING
    assert scan_forgotten() == 0
    Attachment.objects.update(added_at=timezone.now() - timedelta(days=2))
    assert scan_forgotten() == 1
    assert queued().count() == count + 1


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "clamd", "clamd:port", ":3310"])
def test_an_address_that_leads_nowhere_is_no_answer(address):
    with pytest.raises(NoAnswerError, match="clamd at"):
        is_clean(address, [b"x"])


def test_a_scanner_that_breaks_off_is_no_answer():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].close(), daemon=True).start()
        with pytest.raises(NoAnswerError):
            is_clean(f"127.0.0.1:{server.getsockname()[1]}", [b"x" * 1000] * 100)


def test_where_it_is_switched_off_meanwhile_nothing_waits(nora, settings):
    settings.CLAMD_ADDRESS = free_address()
    attachment = taken(nora, pdf())
    settings.CLAMD_ADDRESS = ""
    scan.call(attachment.pk)
    attachment.refresh_from_db()
    assert attachment.scan == ScanState.CLEAN
    assert taken(nora, office()).scan == ScanState.CLEAN


def test_one_that_was_deleted_meanwhile_is_not_scanned(nora, settings):
    settings.CLAMD_ADDRESS = free_address()
    attachment = taken(nora, pdf())
    attachment.delete()
    scan.call(attachment.pk)
    assert not Attachment.objects.exists()
