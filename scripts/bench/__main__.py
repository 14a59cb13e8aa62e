"""`make bench`: how long the site's costly steps take here. Prints a table, writes var/bench.json.

What is measured is made here from a fixed seed, the same on every machine; times are medians, without any
cache. What stands on a database is measured on SQLite and on PostgreSQL, each benchmark in an empty one made
for it and in a process of its own. Names given as arguments (`terms`, `board`) take only those.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site"), str(ROOT / "scripts")]
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))

from postgresql import running_postgresql  # noqa: E402

from bench import on_database, terms  # noqa: E402
from bench.measure import Line  # noqa: E402


def lines(chosen: set[str]) -> Iterator[Line]:
    if "terms" in chosen:
        yield from terms.lines()
    for name in sorted(chosen & on_database.NAMES):
        with tempfile.TemporaryDirectory(prefix="passerelle-bench-") as folder:
            yield from on(f"sqlite:///{folder}/bench.sqlite3", name)
        with running_postgresql() as address:
            yield from on(address, name)


def on(address: str, name: str) -> Iterator[Line]:
    """What a process of its own measures on this database."""
    command = [sys.executable, str(ROOT / "scripts/bench/on_database.py"), name]
    environment = {**os.environ, "TEST_DATABASE_URL": address}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout or ():
            yield Line(**json.loads(text))
    if process.returncode:
        sys.exit(f"The benchmark {name} on {address.partition(':')[0]} ended with an error.")


def show(line: Line) -> None:
    limit = f"  under {line.most:g} {line.unit}: {'yes' if line.met else 'NO'}" if line.most else ""
    print(f"{line.what:<76}  {line.amount:>9.2f} {line.unit}{limit}", flush=True)


def main() -> int:
    known = {"terms"} | on_database.NAMES
    chosen = set(sys.argv[1:]) or known
    if unknown := chosen - known:
        sys.exit(f"No benchmark is called {', '.join(sorted(unknown))}: {', '.join(sorted(known))}.")
    found = []
    for line in lines(chosen):
        show(line)
        found.append(line)
    VAR.mkdir(parents=True, exist_ok=True)
    results = [line.as_data() for line in found]
    report = {"python": platform.python_version(), "machine": platform.machine(), "results": results}
    (VAR / "bench.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0 if all(line.met for line in found) else 1


if __name__ == "__main__":
    sys.exit(main())
