"""Names of hosts lead only to public addresses, and what was judged is what is connected to."""

import ipaddress
from typing import Any

from twisted.internet.abstract import isIPAddress, isIPv6Address

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""Addresses of the old protocol inside the new one, as a translator in the network maps them."""


def is_public(address: str) -> bool:
    """Whether an IP address is reachable for everybody; one that wraps another is judged by what it wraps."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if wrapped is None and found in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if wrapped is not None and not is_public(str(wrapped)):
            return False
    return found.is_global and not found.is_multicast


class PublicResolver:
    """The reactor's resolver without answers that lead inwards: a host with one such address has no address.

    The connection is made to the very addresses that pass here, so a second, different answer helps nobody.
    `refused` holds the hosts that were turned away.
    """

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.refused: set[str] = set()

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *details: Any, **more: Any) -> Any:
        """IHostnameResolver's method. An address that is written out asks nobody: HostGuard judges those."""
        receiver = resolutionReceiver
        if not isIPAddress(hostName) and not isIPv6Address(hostName):
            receiver = _Judge(resolutionReceiver, hostName, self.refused)
        return self.inner.resolveHostName(receiver, hostName, *details, **more)


class _Judge:
    """Holds a host's addresses back until all are known, and hands on all of them or none."""

    def __init__(self, receiver: Any, host: str, refused: set[str]) -> None:
        self.receiver, self.host, self.refused = receiver, host, refused
        self.addresses: list[Any] = []

    def resolutionBegan(self, resolutionInProgress: Any) -> None:
        self.receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:
        self.addresses.append(address)

    def resolutionComplete(self) -> None:
        self.refused.discard(self.host)
        if all(is_public(address.host) for address in self.addresses):
            for address in self.addresses:
                self.receiver.addressResolved(address)
        else:
            self.refused.add(self.host)
        self.receiver.resolutionComplete()


def guard_reactor() -> PublicResolver:
    """The running reactor's resolver, made a PublicResolver if it is none yet."""
    # Imported only now: the import itself installs a reactor where none was chosen.
    from twisted.internet import reactor as running

    reactor: Any = running
    found = reactor.nameResolver
    if not isinstance(found, PublicResolver):
        found = PublicResolver(found)
        reactor.installNameResolver(found)
    return found
