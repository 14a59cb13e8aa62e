"""A benchmark that stands on a database, the one of TEST_DATABASE_URL, which must be empty.

Started by `make bench` with the name of the benchmark; prints each line as JSON.
"""

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

NAMES = {"board", "jury", "showcase"}


def start() -> None:
    """Make a process that was started by its path one of the site."""
    root = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(root), str(root / "site"), str(root / "scripts")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django

    django.setup()


def main() -> None:
    start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for line in import_module(f"bench.{sys.argv[1]}").lines():
        print(json.dumps(asdict(line)), flush=True)


if __name__ == "__main__":
    main()
