"""The environment, read once and typed. Settings use this and nothing else to look outside."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def load_dotenv(path: Path) -> None:
    """Put the `NAME=value` lines of a file into the environment; what is already set there wins."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.partition("=")
        if separator and not name.lstrip().startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    """The variable as it is written, or `default` where it is absent or empty."""
    return os.environ.get(name) or default


def required(name: str, hint: str) -> str:
    """The variable, which must be there and not empty.

    Raises ImproperlyConfigured with `hint`, which says what to do.
    """
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off, in any case. Raises ImproperlyConfigured for anything else."""
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither true nor false: write 1 or 0.")


def integer(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas, spaces around each dropped, empty ones left out."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
