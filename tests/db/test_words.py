"""Every code is told in every language, honestly marked, and in words that neither judge nor promise."""

import enum
import inspect
import re
from pathlib import Path

import pytest

from db import vocabulary
from db.words import LANGUAGES, MACHINE, VOCABULARIES, read, read_words
from db.words.read import FOLDER, WordsError

# Characters that only the script of a language has; the Latin ones are told apart by their own words.
SCRIPTS = {
    "ja": "[ぁ-んァ-ヶ]", "my": "[\u1000-\u109f]", "ne": "[\u0900-\u097f]", "km": "[\u1780-\u17ff]", "th": "[\u0e00-\u0e7f]",
    "zh": "[一-龠]", "vi": "[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]",
    "en": r"\b(the|a|is|was|were|of)\b", "id": r"\b(yang|tidak|dan|atau|untuk|izin|tempat|di|oleh|dengan|dari|orang)\b",
    "fil": r"\b(ang|ng|mga|na|sa|hindi|may|ay)\b",
}  # fmt: skip
FOREIGN = {"ne": "[\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff]", "th": "[\u0900-\u097f\u1000-\u109f\u1780-\u17ff]",
           "km": "[\u0900-\u097f\u0e00-\u0e7f\u1000-\u109f]", "my": "[\u0900-\u097f\u0e00-\u0e7f\u1780-\u17ff]",
           "zh": "[ぁ-んァ-ヶ]"}  # fmt: skip
PROMISES = re.compile(
    r"\b(clean|safe (company|employer)|trustworthy|guaranteed?|you should|you must|lawyer|sue|an toàn tuyệt đối)\b|安全な会社|優良", re.IGNORECASE
)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files that a test may spoil."""
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(read, "FOLDER", tmp_path)
    read_words.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def _forget() -> None:
    read_words.cache_clear()


def test_every_code_has_a_term_and_every_language() -> None:
    words = read_words()
    assert set(words) == set(VOCABULARIES)
    for name, vocabulary_ in VOCABULARIES.items():
        assert tuple(words[name]) == vocabulary_.codes
        for word in words[name].values():
            assert word.term and list(word.texts) == list(LANGUAGES), (name, word.code)
            assert all(one.label and one.text for one in word.texts.values())


def test_every_closed_list_of_the_register_is_a_vocabulary() -> None:
    enums = [kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(kind, enum.StrEnum)]
    lists = [tuple(str(word) for word in kind) for kind in enums if kind is not enum.StrEnum]
    lists += [tuple(vocabulary.PREFECTURES), tuple(vocabulary.COUNTRIES)]
    assert len(lists) > 12
    told = {one.codes for one in VOCABULARIES.values()}
    assert [codes for codes in lists if codes not in told] == []


def test_the_ten_languages_are_those_that_were_promised() -> None:
    assert list(LANGUAGES) == ["ja", "en", "vi", "id", "fil", "zh", "my", "ne", "km", "th"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_missing_code_is_noticed_in_every_language(copied: Path, language: str) -> None:
    path = copied / f"{language}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("violation,passport_retention,")]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(WordsError, match=rf"^{language}\.csv: missing.*passport_retention"):
        read_words()


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("vi.csv", "kind,permit_revocation,", "kind,permit_revoked,", "missing.*permit_revocation.*permit_revoked"),
        ("th.csv", ",machine\n", ",checked\n", "lacks its label, text or mark"),
        ("terms.csv", "grade,legal_person,", "grade,company,", "legal_person"),
        ("names.csv", "country,km,", "country,xx,", "not told in every language"),
    ],
)
def test_a_spoilt_file_is_noticed(copied: Path, file: str, old: str, new: str, said: str) -> None:
    text = (copied / file).read_text(encoding="utf-8")
    assert old in text
    (copied / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(WordsError, match=said):
        read_words()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_in_its_own_language(language: str) -> None:
    texts = [word.texts[language] for words in read_words().values() for word in words.values()]
    own = re.compile(SCRIPTS[language], re.IGNORECASE)
    strange = [one.text for one in texts if not own.search(one.text)]
    # A short sentence in Latin letters may lack each of the words that are looked for.
    assert len(strange) <= (len(texts) // 12 if language in ("en", "id", "fil", "vi") else 0), strange[:5]
    if language in FOREIGN:
        assert [one.text for one in texts if re.search(FOREIGN[language], one.label + one.text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_codes_of_a_list_are_told_alike(language: str) -> None:
    for name, words in read_words().items():
        texts = [word.texts[language].text for word in words.values() if not word.code.endswith("-7") and word.code != "titp:37-1-5"]
        assert len(set(texts)) == len(texts), (name, [one for one in texts if texts.count(one) > 1])


def test_the_words_are_simple_and_neither_promise_nor_advise() -> None:
    for words in read_words().values():
        for word in words.values():
            for one in word.texts.values():
                assert not PROMISES.search(f"{one.label} {one.text}"), (word.code, one)
                assert len(one.text) <= 200 and len(one.label) <= 90, (word.code, one)
                assert "{" not in one.text and one.text == one.text.strip()


def test_what_nobody_reviewed_does_not_claim_to_be() -> None:
    marks = {one.mark for words in read_words().values() for word in words.values() for one in word.texts.values()}
    assert marks == {MACHINE}


def test_a_case_that_was_sent_on_is_not_called_guilty_in_any_language() -> None:
    sent = read_words()["outcome"]["referred_to_prosecutors"]
    assert all(re.search("[.。။।។]|ยัง", one.text.rstrip(".。။।។")) for one in sent.texts.values())
