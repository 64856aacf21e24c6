"""Grading at the door: what a record keeps of its party, by the grades of DATA.md, decided once."""

import hashlib
import re
from typing import Any

from db.vocabulary import Grade
from japanese.legal_forms import split_legal_form
from japanese.text import match_key, squeeze
from scrapers.identity_keys import name_block, write_identity_keys
from scrapers.items import Party, Statement
from scrapers.parties import REPRESENTATIVE_MARK, clean_address, clean_name, cut_representative, grade_party

_FREE_TEXTS = ("reason", "summary", "remarks", "support")
"""Facts that are sentences: a name may hide in them."""

_WHEREABOUTS = ("offices", "telephones")
"""Lists that say where to find a party: an office bears its owner's name, and is finer than a municipality."""

_AT_HOME = re.compile(rf"{REPRESENTATIVE_MARK}(?:様|氏|さん|殿)?方")
"""The end of an address that is somebody's house."""


def grade_statement(statement: Statement, secret: bytes) -> None:
    """Fill organization, identity and block; what may not be published goes no further than here."""
    party, content = statement.party, statement.content
    if grade_party(party.name, party.representatives, party.declared) is Grade.LEGAL_PERSON:
        content["organization"] = _describe_legal_person(party, content["facts"])
        content["identity"] = write_identity_keys(party, secret)
        content["block"] = name_block(party.name, clean_address(party.address))
        _cut_names(content["facts"], party)
        return
    content["organization"] = {
        "name": None, "name_text": None, "grade": str(Grade.SOLE_PROPRIETOR), "legal_form": None,
        "address": None, "telephone": None,
    }  # fmt: skip
    content["identity"] = {"municipality": None}
    content["block"] = f"p:{_person_digest(party.name, secret)}"
    _drop_texts(content["facts"])


def _describe_legal_person(party: Party, facts: dict[str, Any]) -> dict[str, Any]:
    form = split_legal_form(party.name)
    return {
        "name": clean_name(party.name),
        "name_text": party.name,
        "name_en": facts.pop("name_en", None),
        "grade": str(Grade.LEGAL_PERSON),
        "legal_form": None if form is None else form.code,
        "address": _cut_house(clean_address(party.address), party) or None,
        "telephone": party.telephone or None,
    }


def _cut_names(facts: dict[str, Any], party: Party) -> None:
    for field in _FREE_TEXTS:
        if facts.get(field):
            facts[field] = cut_representative(facts[field], party.representatives)
    for found in facts.get("violations", []):
        if isinstance(found, dict):
            found["clause"] = cut_representative(found["clause"], party.representatives)
    for office in facts.get("offices", []):
        office["name"] = cut_representative(office["name"], party.representatives)
        office["address"] = office["address"] and _cut_house(office["address"], party)


def _cut_house(address: str, party: Party) -> str:
    # Elsewhere in an address what reads like a short name is a town: 林一丁目 where 林一 represents.
    cut = cut_representative(address, party.representatives)
    return cut if _AT_HOME.search(cut) else address


def _drop_texts(facts: dict[str, Any]) -> None:
    facts.pop("name_en", None)
    for field in (*_FREE_TEXTS, "site", "postal_code", "permit_number"):
        if field in facts:
            facts[field] = None
    for outcome in facts.get("outcomes", []):
        outcome["text"] = None
    for field in (*_WHEREABOUTS, "plan_numbers"):
        if field in facts:
            facts[field] = []
    for found in facts.get("violations", []):
        if isinstance(found, dict):
            found["clause"] = None


def _person_digest(name: str, secret: bytes) -> str:
    """Joins two sources' words on one notice; keyed, and never part of an id."""
    return hashlib.blake2b(squeeze(match_key(name)).encode(), digest_size=16, key=secret).hexdigest()
