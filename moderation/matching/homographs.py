"""Leaves out words that only look like listed ones, because the text is in another language."""

from collections.abc import Sequence
from typing import TypeVar

from moderation.classifiers import languages
from moderation.matching.word_lists import Found

Place = TypeVar("Place", tuple[int, int], Found)


def left_out(text: str, found: Sequence[Place], language: str) -> list[Place]:
    """Those of `found`, places in `text`, that may be words of `language`.

    What stands in a part in another language is left out: Swedish “slut” (the end) is no English
    word.  Where no language can be told, every word stays.
    """
    if not found:  # telling the language takes longer than not finding a word
        return []
    read = languages.read(text)
    if not read.parts:
        return list(found) if read.language in (languages.UNDETERMINED, language) else []
    others = [
        part
        for part in languages.unread(read.parts, (language,))
        if not languages.script_of(part.language)
    ]
    return [own for own in found if not any(part.start <= own[0] < part.end for part in others)]
