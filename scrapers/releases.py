"""Reading a press release of dispositions (技能実習法に基づく行政処分等): parties, provisions, authorities, dates. Pure.

What is read is the wording; the markup of these pages has never been the same twice.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.vocabulary import Authority, DispositionKind, Role
from japanese.dates import find_dates
from japanese.text import fold_width, squeeze
from scrapers.tables import LayoutChanged

# What a numbered heading says -> provision, kind, role. The first that fits wins.
_HEADINGS: tuple[tuple[str, str, DispositionKind, Role], ...] = (
    (r"許可の?取り?消し?", "37-1", DispositionKind.PERMIT_REVOCATION, Role.SUPERVISING_ORGANIZATION),
    (r"事業.?停止", "37-3", DispositionKind.BUSINESS_SUSPENSION, Role.SUPERVISING_ORGANIZATION),
    (r"改善命令.*監理団体", "36-1", DispositionKind.IMPROVEMENT_ORDER, Role.SUPERVISING_ORGANIZATION),
    (r"改善命令.*実習実施者", "15-1", DispositionKind.IMPROVEMENT_ORDER, Role.IMPLEMENTER),
    (r"認定の?取り?消し?", "16-1", DispositionKind.PLAN_REVOCATION, Role.IMPLEMENTER),
)
_AUTHORITIES = {"法務省": Authority.MOJ, "厚生労働省": Authority.MHLW, "出入国在留管理庁": Authority.ISA}
_BY_LAW = {
    Role.IMPLEMENTER: (Authority.ISA, Authority.MHLW),
    Role.SUPERVISING_ORGANIZATION: (Authority.MHLW, Authority.MOJ),
}
_HEADING = re.compile(r"^[0-9０-９]{1,2}[\s　.．、]")
_MARK = re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)]|([⑴-⒇])")
_TITLE = re.compile(r"代表|理事|取締役|組合長|会長|社長|社員|役員")
_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]\s*$")
_ANNEX = re.compile(r"[\s　]*(?:[（(]?別紙.*|…+.*)$")
_GIVEN_ON = re.compile(r"付けで")


@dataclass(frozen=True, slots=True)
class ReleasedParty:
    """A party of a release: `section` and `number` as printed (3, 5), what was decided, and by whom."""

    section: int
    number: int
    name: str
    representative: str
    provision: str
    kind: DispositionKind
    role: Role
    authorities: tuple[Authority, ...]
    issued_on: date
    issued_on_text: str
    announced_on: date | None

    @property
    def locator(self) -> dict[str, Any]:
        """Where on the page the party stands."""
        return {"section": str(self.section), "item": f"({self.number})"}


def read_release(lines: Sequence[str]) -> list[ReleasedParty]:
    """The parties of a release given as its lines of text; raises LayoutChanged where it is no such release."""
    note = next((at for at, line in enumerate(lines) if squeeze(line) == "記"), len(lines))
    lead = [line for line in lines[:note] if "。" in line]
    given = [found for line in lead for found in find_dates(line) if _GIVEN_ON.match(line, found.end)]
    if not given:
        raise LayoutChanged(["the release does not say on which day its dispositions were given"])
    announced = next((found.day for line in lines[:note] if line not in lead for found in find_dates(line)), None)
    parties = list(_read_sections(lines[note:], lead, given[0].day, given[0].text, announced))
    if not parties:
        raise LayoutChanged(["the release names no party under a numbered heading"])
    return parties


def _read_sections(
    lines: Sequence[str], lead: Sequence[str], issued_on: date, text: str, announced: date | None
) -> Iterator[ReleasedParty]:
    heading: tuple[str, DispositionKind, Role] | None = None
    section = 0
    subjects = _read_subjects(lead)
    for line in lines:
        folded = fold_width(line).strip()
        if _HEADING.match(folded):
            heading, section = _classify(folded), int(re.match(r"[0-9]+", folded)[0])  # type: ignore[index]
        elif heading is not None and _MARK.match(line.strip()):
            provision, kind, role = heading
            for number, name, representative in split_parties(line):
                yield ReleasedParty(
                    section, number, name, representative, provision, kind, role,
                    subjects.get(squeeze(name), _BY_LAW[role]), issued_on, text, announced,
                )  # fmt: skip


def _classify(heading: str) -> tuple[str, DispositionKind, Role] | None:
    # `3 処分内容` tells what was said to the parties above: its bracketed numbers are no parties.
    if "内容" in heading:
        return None
    found = next((row for row in _HEADINGS if re.search(row[0], heading)), None)
    return None if found is None else found[1:]


def split_parties(line: str) -> Iterator[tuple[int, str, str]]:
    """Number, name and representative (empty where none is printed) of each party on a line."""
    marks = list(_MARK.finditer(line))
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = line[mark.end() : following.start() if following else len(line)].strip(" 　")
        text = _ANNEX.sub("", text).strip(" 　")
        bracket = _BRACKET.search(text)
        titled = bracket is not None and _TITLE.search(bracket.group(1)) is not None
        name = text[: bracket.start()].strip(" 　") if bracket and titled else text
        number = int(fold_width(mark.group()).strip("() "))
        yield number, name, _cut_title(bracket.group(1)) if bracket and titled else ""


def _cut_title(text: str) -> str:
    # `代表理事 林 …`: the title ends at the first space; without one it is the run of title words.
    head, _, rest = text.strip(" 　").replace("　", " ").partition(" ")
    if rest and _TITLE.search(head):
        return rest.strip()
    return re.sub(r"^(?:代表|理事長?|取締役|社長|会長|組合長|社員|役員|専務|兼)+", "", text).strip(" 　")


def _read_subjects(lead: Sequence[str]) -> Mapping[str, tuple[Authority, ...]]:
    """Party (squeezed) -> the authorities that the lead names before it; a sentence without any goes on with the last."""
    subjects: dict[str, tuple[Authority, ...]] = {}
    current: tuple[Authority, ...] = ()
    for sentence in (part for line in lead for part in line.split("。")):
        named = tuple(sorted(code for word, code in _AUTHORITIES.items() if word in sentence.partition("は、")[0]))
        current = named or current
        target = re.search(r"付けで、(.+)に対し|(?:^|、)(.+)に対し", sentence)
        if target is not None and current:
            for name in re.split(r"、|及び|並びに", target.group(1) or target.group(2)):
                subjects.setdefault(squeeze(name), current)
    return subjects
