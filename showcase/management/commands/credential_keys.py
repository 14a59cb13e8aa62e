"""The keys that credentials are signed with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from showcase.credentials import keys


class Command(BaseCommand):
    help = (
        "make: the first key. rotate: a new key in place of the one in use; what the old one signed can still"
        " be verified. list: every key, the one in use marked. They are files in CREDENTIAL_KEYS_DIR."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["make", "rotate", "list"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        try:
            getattr(self, f"_{action}")()
        except OSError as error:
            raise CommandError(f"{settings.CREDENTIAL_KEYS_DIR} cannot be used: {error}") from error

    def _make(self) -> None:
        try:
            name = keys.make()
        except keys.KeyExistsError:
            raise CommandError(
                "There is a key in use already. Replace it with: credential_keys rotate"
            ) from None
        self._tell(name)

    def _rotate(self) -> None:
        self._tell(keys.rotate())

    def _tell(self, name: str) -> None:
        self.stdout.write(
            f"{name} signs credentials from now on; it is kept in {settings.CREDENTIAL_KEYS_DIR}."
        )
        self.stdout.write("Back this folder up apart from the database, and let nobody else read it.")

    def _list(self) -> None:
        try:
            used = keys.signing_key().name
        except keys.NoKeyError:
            used = ""
        for name in keys.public_keys():
            self.stdout.write(f"{name}{'  in use' if name == used else ''}")
        if not used:
            self.stdout.write("No key is in use. Make one with: credential_keys make")
