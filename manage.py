#!/usr/bin/env python
"""Django's command line for Passerelle."""

import os
import sys
from pathlib import Path

# `site/` holds `config`; it is a folder on the path and never a package.
sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
