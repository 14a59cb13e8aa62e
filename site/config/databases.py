"""Django's database settings, made from a URL."""

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def database(url: str) -> dict[str, Any]:
    """Django's database settings for a URL; SQLite gets what a web server needs.

    WAL lets readers go on while one writes, and IMMEDIATE transactions make a second writer wait
    its turn instead of failing: https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes
    """
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. Write it as"
            " postgres://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
        ) from error
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;",
        }
    else:
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return config
