"""Where a link may lead: to the public internet, and nowhere else.

An editor's link must not make this server knock at doors that only it can reach. The name is resolved
here, each address is judged, and the connection goes to the very address that was judged, so that a name
which answers differently the second time gains nothing.
"""

import ipaddress
import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection

from studio.quality.limits import limits


class PrivateAddressError(OSError):
    """The name leads to this machine or to a private network."""


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of a host, all of them public.

    Raises socket.gaierror where the name leads nowhere, PrivateAddressError where any address is not public.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not allowed(address):
            raise PrivateAddressError(address)
    return addresses


def allowed(address: str) -> bool:
    """Whether an IP address may be asked: a public one; this machine's too where the tests say so."""
    ip = ipaddress.ip_address(address.split("%")[0])
    # ::ffff:10.0.0.1 is 10.0.0.1, and 64:ff9b:: and 2002:: carry an address of the older kind within.
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if carried is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            carried = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if carried is not None:
            return allowed(str(carried))
    if ip.is_loopback:
        return limits().allow_loopback
    return ip.is_global and not ip.is_multicast


class _Guarded(HTTPConnection):
    """A connection to an address that was judged public."""

    def connect(self) -> None:
        error: OSError | None = None
        for address in public_addresses(self.host, self.port):
            try:
                self.sock = socket.create_connection((address, self.port), self.timeout)
                return
            except OSError as failed:
                error = failed
        raise error or socket.gaierror(socket.EAI_NONAME, "no address")


class _GuardedTLS(_Guarded, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def connect(scheme: str, host: str, port: int | None) -> HTTPConnection:
    """A guarded connection, not yet open. Raises ValueError for a scheme that is not http or https."""
    kind = {"http": _Guarded, "https": _GuardedTLS}.get(scheme)
    if kind is None:
        raise ValueError(scheme)
    return kind(host, port, timeout=limits().link_timeout)
