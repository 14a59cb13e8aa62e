"""An account to sign in with, made once."""

import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

USERNAME = "admin"


class Command(BaseCommand):
    help = (
        "Makes the administrator's account where there is none. Its password is ADMIN_PASSWORD, or is"
        " generated and printed this once."
    )

    def handle(self, *args, **options) -> None:
        users = get_user_model().objects
        if existing := users.filter(is_superuser=True).first():
            self.stdout.write(f"Account: {existing.username} (as before).")
            return
        given = os.environ.get("ADMIN_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        users.create_superuser(username=USERNAME, email="", password=password)
        shown = "the one in ADMIN_PASSWORD" if given else f"{password} (shown this once)"
        self.stdout.write(f"Account: {USERNAME}, password: {shown}")
