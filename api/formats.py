"""Which form of an answer a client asks for, by Accept."""

from functools import lru_cache

JSON = "application/json"

_OFFERED = (JSON,)


@lru_cache(maxsize=256)
def choose_media_type(accept: bytes) -> str | None:
    """The offered media type that an Accept header likes best; None where it accepts none of them.

    No header means JSON. Of equally liked ones the first that is offered wins.
    """
    if not accept:
        return JSON
    ranges = [_read_range(piece) for piece in accept.decode("latin-1").lower().split(",") if piece.strip()]
    liked = [(_weigh(offer, ranges), -at, offer) for at, offer in enumerate(_OFFERED)]
    weight, _, best = max(liked)
    return best if weight > 0 else None


def _read_range(piece: str) -> tuple[str, float]:
    name, *parameters = (part.strip() for part in piece.split(";"))
    weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _weigh(offer: str, ranges: list[tuple[str, float]]) -> float:
    # The most particular range that covers the offer decides.
    for pattern in (offer, offer.split("/")[0] + "/*", "*/*"):
        found = [weight for name, weight in ranges if name == pattern]
        if found:
            return max(found)
    return 0.0
