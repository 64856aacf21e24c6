"""The words of the register, explained for people who do not read legal Japanese."""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.formats import JSON
from api.languages import LANG, Wish, read_wish
from api.parameters import read_query
from api.problems import Problem
from api.services import services_of, state_of
from api.v1.records import require_json
from db.words import FALLBACK, LANGUAGES, REVIEWED, VOCABULARIES, Vocabulary, Word, read_words

VOCABULARY_PARAMETERS = {LANG.name: LANG}
_UNASKED = Wish(FALLBACK, False)

NOTE = {
    "en": "These sentences explain what words mean. They are no legal advice. Those marked machine were not reviewed by a "
    "person who speaks the language: where it matters, ask somebody, and read the Japanese term.",
    "ja": "言葉の意味を説明する文です。法律相談ではありません。machine の文は、その言語を話す人による確認を受けていません。"
    "大切なことは人に聞き、日本語の用語で確かめてください。",
}


async def list_vocabularies(request: Request) -> Response:
    """Every vocabulary, and in which languages it is told."""
    require_json(request)
    wish = read_wish(request, read_query(request.scope["query_string"], VOCABULARY_PARAMETERS)) or _UNASKED
    public_url = services_of(request).settings.public_url
    body = {
        "items": [_write_vocabulary(one, public_url) for one in VOCABULARIES.values()],
        "total": len(VOCABULARIES),
        "next": None,
        "languages": [_write_language(code) for code in LANGUAGES],
        "language": wish.language,
        "fallback": wish.fallback,
        "note": NOTE,
        "edition": state_of(request).current.describe(),
    }
    return Response(orjson.dumps(body), media_type=JSON, headers=wish.headers)


async def get_vocabulary(request: Request) -> Response:
    """The codes of one vocabulary with their terms, citations and sentences."""
    require_json(request)
    wish = read_wish(request, read_query(request.scope["query_string"], VOCABULARY_PARAMETERS)) or _UNASKED
    vocabulary = VOCABULARIES.get(request.path_params["name"])
    if vocabulary is None:
        raise Problem("not-found")
    words = read_words()[vocabulary.name].values()
    body = {
        **_write_vocabulary(vocabulary, services_of(request).settings.public_url),
        "items": [_write_word(word, wish.language) for word in words],
        "total": len(words),
        "next": None,
        "language": wish.language,
        "fallback": wish.fallback,
        "note": NOTE,
        "edition": state_of(request).current.describe(),
    }
    return Response(orjson.dumps(body), media_type=JSON, headers=wish.headers)


def _write_vocabulary(vocabulary: Vocabulary, public_url: str) -> dict[str, Any]:
    return {
        "name": vocabulary.name,
        "title": vocabulary.title,
        "title_ja": vocabulary.title_ja,
        "members": vocabulary.members,
        "codes": len(vocabulary.codes),
        "url": f"{public_url}/v1/vocabularies/{vocabulary.name}",
    }


def _write_word(word: Word, language: str) -> Mapping[str, Any]:
    chosen = word.texts[language]
    return {
        "code": word.code,
        "term": word.term,
        "citation": word.citation,
        "label": chosen.label,
        "text": chosen.text,
        "mark": chosen.mark,
        "texts": [one._asdict() for one in word.texts.values()],
    }


def _write_language(code: str) -> dict[str, Any]:
    texts = [word.texts[code] for words in read_words().values() for word in words.values()]
    reviewed = sum(one.mark == REVIEWED for one in texts)
    return {
        "code": code,
        "name": LANGUAGES[code].name,
        "name_en": LANGUAGES[code].name_en,
        "reviewed": reviewed,
        "machine": len(texts) - reviewed,
    }
