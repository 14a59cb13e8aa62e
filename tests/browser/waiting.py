"""Waiting for what a page does by itself."""

import time
from typing import Any

from playwright.sync_api import Page

LONGEST_SECONDS = 60


def until(page: Page, expression: str, arg: Any = None) -> None:
    """Wait until the JavaScript expression, or function of `arg`, holds in the page. `wait_for_function` asks
    for the second time by `eval`, which the policy of our pages forbids.
    """
    deadline = time.monotonic() + LONGEST_SECONDS
    while not page.evaluate(expression, arg):
        assert time.monotonic() < deadline, f"never came: {expression}"
        page.wait_for_timeout(50)
