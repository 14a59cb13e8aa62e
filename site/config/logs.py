"""What the log does not say."""

import logging
import re

# The last part of the address of a link that lets somebody in, in each language (`applications:key`).
SECRET = re.compile(r"(/(?:key|cle)/)[\w-]+")


class WithoutSecrets(logging.Filter):
    """Leaves out the secrets of links: one that is refused for another reason is still good, and whoever
    reads the log is not whom it was sent to.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET.sub(r"\1…", record.getMessage()), None
        return True
