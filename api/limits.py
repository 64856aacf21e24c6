"""How much one client may ask: a token bucket per address, in the memory of this process and nowhere else."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from starlette.types import Scope

from api.problems import Problem

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

RECEIVE_SECONDS = 10.0
"""How long a client may take to send a request, and how long a new connection may stay silent."""

_MOST_ADDRESSES = 100_000
_OWN_BITS = 64  # an IPv6 customer has a whole /64
_FORWARDED = b"x-forwarded-for"


class RateLimit:
    """`rate` requests a second for each address, `burst` at once; an address of this machine is not limited."""

    def __init__(
        self,
        rate: float,
        burst: int,
        proxies: Sequence[Network] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate, self.burst = rate, burst
        self.proxies = tuple(proxies)
        self._clock = clock
        # When each address will have all its tokens again (GCRA): one number says what a bucket holds.
        self._full_at: OrderedDict[str, float] = OrderedDict()

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The published numbers, as every answer carries them."""
        window = math.ceil(self.burst / self.rate) if self.rate else 0
        policy = f'"address";q={self.burst};w={window}'.encode()
        return [(b"ratelimit-policy", policy)] if self.rate else []

    def check(self, scope: Scope) -> None:
        """Take a token for a request; a Problem where none is left."""
        address = self.find_client(scope) if self.rate else None
        if address is not None:
            self.refuse(self.take(address))

    def admits(self, scope: Scope) -> bool:
        """Take a token for a request; whether there was one, as far as can be told without asking elsewhere."""
        address = self.find_client(scope) if self.rate else None
        return address is None or self.take(address) == 0

    async def admit(self, scope: Scope) -> None:
        """What `check` does; a limit that is shared asks elsewhere."""
        self.check(scope)

    async def close(self) -> None:
        """Nothing is open."""

    def refuse(self, wait: float) -> None:
        """A Problem where there is a token in `wait` seconds only; none at 0."""
        if wait > 0:
            detail = f"An address may ask {self.rate:g} times a second, {self.burst} times at once."
            raise Problem("too-many-requests", detail, headers={"Retry-After": str(math.ceil(wait))})

    def take(self, address: str) -> float:
        """Take a token of an address: 0, or in how many seconds there will be one."""
        now = self._clock()
        full_at = max(self._full_at.pop(address, now), now)
        wait = full_at - now - (self.burst - 1) / self.rate
        self._full_at[address] = full_at if wait > 0 else full_at + 1 / self.rate
        if len(self._full_at) > _MOST_ADDRESSES:
            self._full_at.popitem(last=False)
        return max(wait, 0.0)

    def find_client(self, scope: Scope) -> str | None:
        """Whose bucket a request takes from; None for this machine. Only a trusted proxy may name another."""
        client = scope.get("client")
        if client is None:
            return None
        address = client[0]
        if self.proxies and self._is_proxy(address):
            for one in reversed(_list_forwarded(scope)):
                if not _is_address(one):
                    break
                address = one
                if not self._is_proxy(one):
                    break
        return find_bucket(address)

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in one for one in self.proxies)


def _list_forwarded(scope: Scope) -> list[str]:
    named = b",".join(value for name, value in scope["headers"] if name == _FORWARDED).decode("latin-1")
    return [one.strip() for one in named.split(",")]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def find_bucket(address: str) -> str | None:
    """The bucket of an address: IPv4 alone, IPv6 by /64; None for loopback."""
    if not _is_address(address):
        return address
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_loopback:
        return None
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(found) >> _OWN_BITS << _OWN_BITS, _OWN_BITS)))
    return str(found)


def read_networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks from addresses and CIDR ranges; ValueError where one is neither."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())
