"""Asking clamd about a file, by its INSTREAM command: `man clamd`, and
https://docs.clamav.net/manual/Usage/Scanning.html#clamd.
"""

import socket
import struct
from collections.abc import Iterable

TIMEOUT_SECONDS = 60
LONGEST_ANSWER = 4096
FOUND, CLEAN = b" FOUND", b": OK"


class NoAnswerError(OSError):
    """clamd is not there, breaks off, or says that it could not scan the file."""


def is_clean(address: str, pieces: Iterable[bytes]) -> bool:
    """Whether clamd at `address` (`host:port`, or the path of a socket) finds nothing in a file. Raises
    NoAnswerError.
    """
    try:
        with _connected(address) as connection:
            _send(connection, pieces)
            answer = _answer(connection)
    except OSError as error:
        raise NoAnswerError(f"clamd at {address}: {error}") from error
    if answer.endswith(FOUND):
        return False
    if answer.endswith(CLEAN):
        return True
    raise NoAnswerError(f"clamd at {address}: {answer.decode(errors='replace') or 'no answer'}")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal():
        raise OSError("write CLAMD_ADDRESS as host:port, or as the path of a socket")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)


def _send(connection: socket.socket, pieces: Iterable[bytes]) -> None:
    """The file, each piece after its length, then a length of nothing."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for piece in pieces:
            if piece:
                connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough; its answer says why


def _answer(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        answer += more
    return answer.strip(b"\0\n ")
