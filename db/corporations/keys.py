"""The key by which corporations are looked up: cheap to make for five million names, confirmed afterwards."""

import hashlib
from collections.abc import Iterable, Iterator

from japanese.legal_form_table import FORMS
from japanese.text import match_key

_COMPANY_FORMS = ("株式会社", "有限会社", "合同会社", "合資会社", "合名会社")
"""Written out in every name that has them, in front or behind: left out of the key."""

_DROPPED = str.maketrans("", "", "-ー'’,、。;:/|()[]&\\")


class _Folding(dict[int, str]):
    """Each character as `match_key` folds it, remembered: a name costs one look a character."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = match_key(chr(code)).translate(_DROPPED)
        return folded


_FOLDING = _Folding({ord("\n"): "\n"})


def corporation_keys(names: Iterable[str]) -> tuple[str, ...]:
    """The key of each registered name: names of one `name_block` share it, though not only they."""
    text = "\n".join(names)
    for form in _COMPANY_FORMS:
        text = text.replace(form, "")
    return tuple(text.translate(_FOLDING).split("\n"))


def lookup_keys(block: str) -> Iterator[str]:
    """Every key that a corporation of a name block may have in the register."""
    name = block.removeprefix("o:")
    core, _, code = name.rpartition(":")
    kind = FORMS.get(code)
    if kind is None:
        yield from corporation_keys([name])
    else:
        spelled = (core, *(name for form in kind.spellings for name in (form + core, core + form)))
        yield from corporation_keys(spelled)


def keys_version() -> str:
    """Changes whenever the folding of characters does: keys stored under another version find nothing."""
    common = match_key("".join(chr(code) for code in (*range(0x20, 0x3000), *range(0x3041, 0xA000))))
    return hashlib.blake2b(f"{common}{_COMPANY_FORMS}".encode(), digest_size=8).hexdigest()
