"""What a newer contract would break for a client that was written against the released one.

Own code, because no maintained Python library compares OpenAPI 3.1; it looks at what this contract uses. Words of a closed
list may be added to answers: clients are told to expect them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
Breaks = Iterator[str]

_WORDS = frozenset({"description", "summary", "example", "examples", "title", "tags", "contact", "info", "servers"})
_NAMED = frozenset({"properties", "parameters", "paths", "schemas", "responses", "headers", "content"})


def strip_words(node: Any, named: bool = False) -> Any:
    """A contract without its explanations: what the next one is compared with. Members of a map keep any name."""
    if isinstance(node, list):
        return [strip_words(one) for one in node]
    if not isinstance(node, Mapping):
        return node
    kept = {name: value for name, value in node.items() if named or name not in _WORDS}
    return {name: strip_words(value, not named and name in _NAMED) for name, value in kept.items()}


def find_breaks(released: Schema, current: Schema) -> list[str]:
    """One sentence for everything that a client of `released` relies on and `current` no longer gives."""
    return list(_Comparison(released, current).compare_paths())


class _Comparison:
    def __init__(self, released: Schema, current: Schema) -> None:
        self.released, self.current = released, current
        self._seen: set[tuple[str, str]] = set()

    def compare_paths(self) -> Breaks:
        for path, methods in self.released["paths"].items():
            found = self.current["paths"].get(path, {})
            for method, old in methods.items():
                new = found.get(method)
                if new is None:
                    yield f"{method.upper()} {path} is gone"
                else:
                    yield from self._compare_operation(f"{method.upper()} {path}", old, new)

    def _compare_operation(self, at: str, old: Schema, new: Schema) -> Breaks:
        if old["operationId"] != new["operationId"]:
            yield f"{at} has another operationId"
        yield from self._compare_parameters(at, old, new)
        for status, answer in old["responses"].items():
            if status not in new["responses"]:
                yield f"{at} no longer documents {status}"
            else:
                told = self._resolve(new["responses"][status], self.current)
                yield from self._compare_answer(f"{at} {status}", self._resolve(answer, self.released), told)

    def _compare_parameters(self, at: str, old: Schema, new: Schema) -> Breaks:
        before, after = _by_name(old), _by_name(new)
        for name, parameter in before.items():
            if name not in after:
                yield f"{at} no longer takes {name}"
                continue
            if after[name].get("required") and not parameter.get("required"):
                yield f"{at} now requires {name}"
            if _spelling(parameter) != _spelling(after[name]):
                yield f"{at} writes {name} in another way"
            yield from _compare_asked(f"{at} {name}", parameter["schema"], after[name]["schema"])
        for name in after.keys() - before.keys():
            if after[name].get("required"):
                yield f"{at} now requires {name}"

    def _compare_answer(self, at: str, old: Schema, new: Schema) -> Breaks:
        for name in old.get("headers", {}).keys() - new.get("headers", {}).keys():
            yield f"{at} no longer has the header {name}"
        for form, content in old.get("content", {}).items():
            told = new.get("content", {}).get(form)
            if told is None:
                yield f"{at} can no longer be had as {form}"
            else:
                yield from self._compare_told(f"{at} {form}", content["schema"], told["schema"])

    def _compare_told(self, at: str, old: Schema, new: Schema) -> Breaks:
        """What an answer holds may grow, and nothing else."""
        if "$ref" in old and "$ref" in new:
            names = (old["$ref"], new["$ref"])
            if names in self._seen:
                return
            self._seen.add(names)
            at = old["$ref"].rpartition("/")[2]
        old, new = self._resolve(old, self.released), self._resolve(new, self.current)
        further = _types(new) - _types(old)
        if further:
            yield f"{at} may now be {' or '.join(sorted(further))}"
        yield from _compare_formats(at, old, new)
        yield from self._compare_members(at, old, new)
        if "items" in old:
            yield from self._compare_told(f"{at}[]", old["items"], new.get("items", {}))

    def _compare_members(self, at: str, old: Schema, new: Schema) -> Breaks:
        members = new.get("properties", {})
        for name, member in old.get("properties", {}).items():
            if name not in members:
                yield f"{at}.{name} is gone"
                continue
            if name in old.get("required", ()) and name not in new.get("required", ()):
                yield f"{at}.{name} may now be missing"
            yield from self._compare_told(f"{at}.{name}", member, members[name])

    def _resolve(self, node: Schema, document: Schema) -> Schema:
        found: Any = node
        while "$ref" in found:
            steps = found["$ref"].removeprefix("#/").split("/")
            found = document
            for step in steps:
                found = found[step]
        return dict(found)


def _by_name(operation: Schema) -> dict[str, Schema]:
    return {f"{one['name']} ({one['in']})": one for one in operation.get("parameters", ())}


def _spelling(parameter: Schema) -> tuple[Any, ...]:
    return parameter.get("style"), parameter.get("explode")


def _types(schema: Schema) -> set[str]:
    kinds = schema.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)


_NARROWER: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda old, new: old is None or new > old,
    "maximum": lambda old, new: old is None or new < old,
    "minLength": lambda old, new: new > (old or 0),
    "maxLength": lambda old, new: old is None or new < old,
    "minItems": lambda old, new: new > (old or 0),
    "maxItems": lambda old, new: old is None or new < old,
    "pattern": lambda old, new: bool(old != new),
    "format": lambda old, new: bool(old != new),
    "enum": lambda old, new: old is None or not set(old) <= set(new),
    "default": lambda old, new: bool(old != new),
}
"""When a bound on what may be asked excludes what was allowed, by its keyword. A pattern cannot be compared: it stands."""


def _compare_asked(at: str, old: Schema, new: Schema) -> Breaks:
    """What may be asked may grow, and nothing else."""
    lost = _types(old) - _types(new)
    if lost:
        yield f"{at} may no longer be {' or '.join(sorted(lost))}"
    for word, is_narrower in _NARROWER.items():
        if word in new and is_narrower(old.get(word), new[word]):
            yield f"{at} has a narrower or another {word}"
    if "items" in new:
        yield from _compare_asked(f"{at}[]", old.get("items", {}), new["items"])
    for place, (before, after) in enumerate(zip(old.get("prefixItems", ()), new.get("prefixItems", ()), strict=False)):
        yield from _compare_asked(f"{at}[{place}]", before, after)


def _compare_formats(at: str, old: Schema, new: Schema) -> Breaks:
    if "format" in old and new.get("format") != old["format"]:
        yield f"{at} is no longer a {old['format']}"
