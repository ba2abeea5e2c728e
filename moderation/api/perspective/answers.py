"""Builds responses.  Offsets are in UTF-16 code units."""

from collections.abc import Iterable
from typing import Any

from moderation.api.perspective.payload import AnalyzeCall, SuggestCall, Wanted
from moderation.classifiers import languages
from moderation.classifiers.base import Attribute, Scores
from moderation.classifiers.perspective.names import LANGUAGE
from moderation.services.clients.analysing import Analysis, Span, detected
from moderation.services.judging.accounts import Account, Said

# Reported where nobody can tell the language
ASSUMED = [LANGUAGE]


def analyzed(call: AnalyzeCall, analysis: Analysis) -> dict[str, Any]:
    spans = analysis.sentences or [analysis.whole]
    places = _utf16(call.text, (place for span in spans for place in (span.start, span.end)))
    scores = {
        one.name: {
            "spanScores": [_span(span, one.attribute, places) for span in spans],
            "summaryScore": _score(analysis.whole.scores, one.attribute),
            **_explanation(call, analysis.accounts.get(one.attribute)),
        }
        for one in call.wanted
        if one.attribute in analysis.measured and _is_wanted(one, analysis.whole.scores)
    }
    return _answer(call, scores, analysis.detected)


def unread(call: AnalyzeCall, found: list[str]) -> dict[str, Any]:
    """The answer about a text that is not read, for clients that want what there is."""
    return _answer(call, {}, found)


def _answer(call: AnalyzeCall, scores: dict[str, Any], found: list[str]) -> dict[str, Any]:
    found = found or ASSUMED
    answer = {
        "attributeScores": scores,
        "languages": call.languages or found[:1],
        "detectedLanguages": found,
    }
    return answer | _token(call)


def suggested(call: SuggestCall) -> dict[str, Any]:
    found = detected(languages.read(call.text).language) or ASSUMED
    languages_of_call = {"detectedLanguages": found, "requestedLanguages": call.languages}
    return _token(call) | languages_of_call


def _is_wanted(one: Wanted, scores: Scores) -> bool:
    return scores[one.attribute] >= one.threshold


def _span(span: Span, attribute: Attribute, places: dict[int, int]) -> dict[str, Any]:
    return {
        "begin": places[span.start],
        "end": places[span.end],
        "score": _score(span.scores, attribute),
    }


def _explanation(call: AnalyzeCall, account: Account | None) -> dict[str, Any]:
    """What was verified, and what each release says that had a part in the score."""
    if account is None:
        return {}
    spans = [(int(start), int(end)) for start, end, *_ in account.evidence]
    places = _utf16(call.text, (place for span in spans for place in span))
    explanation = {
        "releases": [_said(said) for said in (account.whole, *account.parts)],
        "evidence": [{"begin": places[start], "end": places[end]} for start, end in spans],
        "threshold": account.threshold,
        "verified": account.is_verified,
    }
    return {"explanation": explanation}


def _said(said: Said) -> dict[str, Any]:
    own = {"release": said.release, "score": _value(said.probability)}
    if said.without_evidence is None:
        return own
    return own | {"scoreWithoutEvidence": _value(said.without_evidence)}


def _score(scores: Scores, attribute: Attribute) -> dict[str, Any]:
    return _value(scores[attribute])


def _value(probability: float) -> dict[str, Any]:
    return {"value": round(probability, 8), "type": "PROBABILITY"}


def _token(call: AnalyzeCall | SuggestCall) -> dict[str, Any]:
    return {"clientToken": call.client_token} if call.client_token else {}


def _utf16(text: str, places: Iterable[int]) -> dict[int, int]:
    """The UTF-16 offset of each code point offset in `places`."""
    units, last, found = 0, 0, {}
    for place in sorted(set(places)):
        units += len(text[last:place].encode("utf-16-le", "surrogatepass")) // 2
        last = place
        found[place] = units
    return found
