"""Comparing names by sound: romanizations and kana with readings, English words with katakana."""

from rapidfuzz.distance import OSA

from japanese.names.keys import NameKeys, QueryKeys, Sound
from japanese.names.mistyping import weigh_errors
from japanese.names.readings import Reading
from japanese.names.verdicts import (
    CUT_COST,
    FORM_COST,
    GUESSED_QUERY,
    GUESSED_READING,
    LOANWORD,
    MIXED_SPELLING,
    NOT_SPELLED,
    SAME_READING,
    SIMILAR,
    Features,
    Verdict,
    compare_codes,
    liken,
)
from japanese.romaji import spellings


def compare_sounds(query: QueryKeys, keys: NameKeys) -> list[Verdict]:
    """How each sound of a query agrees with each reading of a name."""
    listed = None if keys.form is None else keys.form.code
    heard = [
        _compare_sound(sound, reading, compare_codes(sound.form, listed))
        for sound in query.guessed_sounds
        for reading in keys.readings
    ]
    return [_doubt(verdict) for verdict in heard] + [
        _compare_sound(sound, reading, compare_codes(sound.form, listed))
        for sound in query.sounds
        for reading in keys.readings
    ]


def _doubt(verdict: Verdict) -> Verdict:
    """A kanji query was only guessed to sound so: however well it agrees, it is no more than similar."""
    features = verdict.features | {"matched": "similar", "by": "guessed reading"}
    features.pop("spelling", None)
    return Verdict(verdict.score * GUESSED_QUERY, features)


def _compare_sound(sound: Sound, reading: Reading, form: str) -> Verdict:
    features: Features = {"legal_form": form, "reading": {"kana": reading.kana, "source": reading.source}}
    errors = OSA.distance(sound.key, reading.key)
    length = len(sound.letters)
    if errors * 2 > length:
        return _similar_sound(liken(sound.key, reading.key), features, form)
    cost, fit = _count_errors(sound, reading, errors)
    if cost > MIXED_SPELLING:
        likeness = max(1 - cost / length, liken(sound.key, reading.key) - NOT_SPELLED)
        return _similar_sound(likeness, features, form)
    best = GUESSED_READING if reading.source == "guessed" else SAME_READING
    exact: Features = {
        "matched": "reading",
        "similarity": round(1 - cost / length, 4),
        "spelling": round(fit, 4),
    }
    cut = CUT_COST * (reading.cut and sound.form is None)
    return Verdict(best - FORM_COST[form] - cut - 0.01 * (cost > 0), exact | features)


def compare_loanwords(query: QueryKeys, keys: NameKeys) -> list[Verdict]:
    """Katakana that the English typed may stand behind: by consonants, then by letters."""
    if len(query.loan_key) < 3 or len(keys.loan_key) < 3:
        return []
    consonants = OSA.normalized_similarity(query.loan_key, keys.loan_key, score_cutoff=0.7)
    if not consonants:
        return []
    letters = max(OSA.normalized_similarity(sound.key, keys.readings[-1].key) for sound in query.sounds)
    likeness = 0.7 * consonants + 0.3 * letters
    form = compare_codes(
        None if query.form is None else query.form.code, None if keys.form is None else keys.form.code
    )
    features = {"matched": "similar", "similarity": round(likeness, 4), "legal_form": form, "by": "loanword"}
    return [Verdict(SIMILAR * LOANWORD * likeness - FORM_COST[form], features)]


def _similar_sound(likeness: float, features: Features, form: str) -> Verdict:
    similar = {"matched": "similar", "similarity": round(likeness, 4), "by": "reading"}
    return Verdict(SIMILAR * likeness - FORM_COST[form], similar | features)


def _count_errors(sound: Sound, reading: Reading, key_errors: int) -> tuple[float, float]:
    """Typing errors from the nearest common spelling; the share of styles that spell just so."""
    if sound.kana is not None:
        same = sound.kana == reading.kana
        return (0.0, 1.0) if same else (key_errors + MIXED_SPELLING, 0.0)
    styles = spellings(reading.kana)
    if fits := styles.count(sound.letters):
        return 0.0, 1.0 if "-" in sound.letters else fits / len(styles)
    letters, plain = sound.letters.replace("-", ""), [spelling.replace("-", "") for spelling in styles]
    if fits := plain.count(letters):
        return 0.0, fits / len(styles)
    nearest = min(weigh_errors(letters, spelling) for spelling in set(plain))
    return min(nearest, key_errors + MIXED_SPELLING), 0.0
