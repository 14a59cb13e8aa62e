"""What must be there before a server starts, said in one line where it is not."""

import socket

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Checks that the port is free and that the database answers; otherwise one line, and a code not 0."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser) -> None:
        parser.add_argument("--port", type=int, help="the port that the server is to listen on")

    def handle(self, *args, port: int | None = None, **options) -> None:
        if port is not None:
            self.check_port(port)
        try:
            connection.ensure_connection()
        except OperationalError as error:
            name = settings.DATABASES["default"].get("HOST") or settings.DATABASES["default"]["NAME"]
            reason = str(error).strip().splitlines()[0]
            raise CommandError(
                f"The database at {name} does not answer ({reason}). Start it, or correct DATABASE_URL."
            ) from error

    @staticmethod
    def check_port(port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError) as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error})."
                    " Stop what listens there, or pick another: make run PORT=8001"
                ) from error
