"""What a party offers for telling entities apart: its place in words, and its representatives as keyed digests."""

from typing import Any

from db.name_keys import address_key, name_block, read_municipality, read_name, read_prefecture
from scrapers.items import Party
from scrapers.parties import clean_address, list_representatives, representative_key

__all__ = ["name_block", "read_municipality", "read_prefecture", "write_identity_keys"]


def write_identity_keys(party: Party, secret: bytes) -> dict[str, Any]:
    """What a party offers for telling entities apart; None where the source is silent."""
    address = clean_address(party.address)
    return {
        "municipality": read_municipality(address),
        "address": address_key(address),
        "form_position": read_name(party.name, address).position,
        "representatives": sorted(
            key
            for person in list_representatives(party.representatives)
            if (key := representative_key(person, secret)) is not None
        ),
        "corporate_number": party.corporate_number,
    }
