"""The contract for tools that need OpenAPI 3.0.3: the same words in the older grammar."""

from typing import Any


def to_openapi_30(contract: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI 3.0.3 rendition of our 3.1 document."""
    older: dict[str, Any] = _convert(contract)
    older["openapi"] = "3.0.3"
    older["info"].pop("summary", None)
    return older


def _convert(node: Any) -> Any:
    if isinstance(node, list):
        return [_convert(item) for item in node]
    if not isinstance(node, dict):
        return node
    converted = {name: value if name == "example" else _convert(value) for name, value in node.items()}
    kinds = converted.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        # `null` stays in the enumeration: 3.0.3 asks for it where a nullable value is enumerated.
        converted["type"] = next(kind for kind in kinds if kind != "null")
        converted["nullable"] = True
    if "prefixItems" in converted:
        converted["items"] = _widest(converted.pop("prefixItems"))
    return converted


def _widest(numbers: list[dict[str, Any]]) -> dict[str, Any]:
    # 3.0.3 knows lists of one kind of item only: the bounds that hold for each of these.
    lowest, highest = (pick(one[name] for one in numbers) for pick, name in ((min, "minimum"), (max, "maximum")))
    return {"type": "number", "minimum": lowest, "maximum": highest}
