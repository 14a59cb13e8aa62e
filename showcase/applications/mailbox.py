"""One mailbox, one spelling: who writes their address in two ways is one person to us."""

from django.utils.encoding import punycode


def spelled(address: str) -> str:
    """An address as we keep it. Raises UnicodeError where its domain can be none."""
    name, at, domain = address.lower().rpartition("@")
    return f"{name}{at}{punycode(domain)}"


def is_among(address: str, kept: set[str]) -> bool:
    """Whether somebody's address, however they write it, is one of those that we keep."""
    try:
        return spelled(address) in kept
    except UnicodeError:
        return False
