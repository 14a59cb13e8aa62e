"""How a guest behaves: says who it is, waits between two requests, and stays out where it is asked to."""

import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from studio.quality.limits import limits

LONGEST_PAUSE = 30
NAME = "PasserelleLinkCheck"


class Manners:
    """What is remembered of each host during one run."""

    def __init__(self, site: str):
        """`site` is the address of this site: a webmaster who reads a log can write to us."""
        self.agent = f"{NAME}/1.0 (+{site})"
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}
        self._pauses: dict[str, float] = {}

    def wait(self, host: str) -> None:
        """Return once the host has been left in peace for long enough."""
        pause = self._pauses.get(host, limits().host_pause)
        ready = self._last.get(host, float("-inf")) + pause
        time.sleep(max(0.0, ready - time.monotonic()))
        self._last[host] = time.monotonic()

    def allows(self, url: str, read: Callable[[str, "Manners"], tuple[int, str]]) -> bool:
        """Whether the site's robots.txt lets us ask for this address (RFC 9309). Asked once per run."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            self._robots[root] = self._rules_of(root, read)
            self._slow_down(parts.hostname or "", self._robots[root])
        rules = self._robots[root]
        return rules is None or rules.can_fetch(NAME, url)

    def _rules_of(self, root: str, read) -> RobotFileParser | None:
        """None where there are no rules: none to be had is none to break. The page itself will tell more."""
        try:
            status, text = read(f"{root}/robots.txt", self)
        except (OSError, HTTPException, ValueError):
            return None
        if status != 200:
            return None
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules

    def _slow_down(self, host: str, rules: RobotFileParser | None) -> None:
        asked = float(rules.crawl_delay(NAME) or 0) if rules else 0.0
        self._pauses[host] = min(max(limits().host_pause, asked), LONGEST_PAUSE)
