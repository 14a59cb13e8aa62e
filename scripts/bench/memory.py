"""What an answer takes of memory: prints the megabytes by which a process that does nothing else grows at its
peak while it reads the second address, the first having loaded what both need.

Started with two addresses, on the database of TEST_DATABASE_URL. Linux alone tells it.
"""

import sys
from pathlib import Path

from on_database import start

PROCESS = Path("/proc/self")


def peak() -> float:
    """The most that this process has had of memory so far, in megabytes."""
    said = dict(line.split(":", 1) for line in (PROCESS / "status").read_text().splitlines())
    return int(said["VmHWM"].split()[0]) / 1024


def main() -> None:
    start()
    from django.test import Client

    from bench.measure import ask

    client = Client()
    first, second = sys.argv[1:]
    ask(client, first)
    before = peak()
    ask(client, second)
    print(peak() - before)


if __name__ == "__main__":
    main()
