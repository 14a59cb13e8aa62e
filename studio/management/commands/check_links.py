"""Ask the outside links whose turn it is. For a daily timer."""

from django.core.management.base import BaseCommand, CommandParser

from studio.quality.limits import limits
from studio.quality.links.collect import note_all
from studio.quality.links.run import check_due
from studio.quality.models import LinkCheck


class Command(BaseCommand):
    help = "Checks outside links, politely: those never checked first, then the longest unchecked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=limits().link_batch, help="links to check at most")
        parser.add_argument("--quiet", action="store_true", help="say only how many")

    def handle(self, *args, **options) -> None:
        note_all()
        checked = check_due(options["most"], None if options["quiet"] else self._say)
        self.stdout.write(f"Links: {checked} of {LinkCheck.objects.count()} checked.")

    def _say(self, link: LinkCheck) -> None:
        self.stdout.write(f"{link.state:8} {link.status or '':4} {link.url} {link.reason}".rstrip())
