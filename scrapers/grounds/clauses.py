"""A reason cut into its clauses: each says one thing that was done, in the publisher's own words."""

import re

# Where a clause ends. What follows こと decides: 繰り返したことについて goes on, 行ったことから does not.
_END = (
    r"。"
    r"|(?=[①-⑳])"
    r"|(?<=こと)(?:から|により|により、|によって)?(?:、|(?=及び|並びに|技能実習法|育成就労法|同法))"
    r"|(?<=こと)(?:から|により)$"
    r"|(?:が|と)認められ(?:たため|るため|たことから|ることから)?、"
    r"|(?<=おらず)、|(?<=である|ている|ていた|あった)ほか、|(?<=た)ほか、|(?<=[るたい])ため、"
    # The finding that every such reason ends in is no deed of its own.
    r"|、(?=出入国又は労働に関する法令に関し|監理事業の適正な運営|監理事業を適|技能実習の適[正切]な実施)"
)
_CLAUSE_END = re.compile(_END)
_JOINT = r"(?:及び|並びに|また|さらに|かつ|なお)(?:、|(?=[一-鿿])|$)|その結果(?:、|$)"
_LEAD = re.compile(rf"^[①-⑳\s、]*(?:{_JOINT})?[\s、]*")
_TRAIL = re.compile(r"(?:と認められ(?:る|た|))?(?:こと)?(?:から|により|によって)?[\s、]*$")
# What follows in law from the deeds. Tight, because a clause taken for one of these gets no label.
_CONCLUSION = re.compile(
    r"事由に該当|事由及び|の基準を満たさ(?:ない|ず)$|改善命令を行う必要|^号に|について$"
    r"|^(?:(?:技能実習|育成就労)法第[^、]*(?:に|に定める|に規定する))?出入国又は労働に関する法令に関し不正又は著しく不当な行為"
    r"|^監理事業を適[正切]に[^、]*能力を有[^、]*(?:ない|ず)$|^(?:監理事業|技能実習)の適[正切]な(?:運営|実施)を確保"
)


def split_clauses(reason: str) -> list[str]:
    """The clauses of a reason in order, conclusions among them, without line breaks and connecting words."""
    flat = re.sub(r"\s*[\r\n]+\s*", "", reason)
    pieces = [_trim(piece) for piece in _CLAUSE_END.split(flat)]
    return [piece for piece in pieces if piece]


def is_conclusion(clause: str) -> bool:
    """Whether a clause only draws the legal consequence, so that it needs no label of its own."""
    return _CONCLUSION.search(clause) is not None


def _trim(piece: str) -> str:
    return _TRAIL.sub("", _LEAD.sub("", piece.strip())).strip()
