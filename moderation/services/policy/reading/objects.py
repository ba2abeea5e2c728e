"""Picks the words of an item that name what it forbids, where no kind is recognised."""

from collections.abc import Sequence

from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.words import Word

_LIGHT = word_set(
    """
    a an the any your of to be is are it they or and that which who in on for with as by post
    posts posting use uses using make makes making include includes contain contains containing
    have has having comments comment anything material content something items ein eine einen
    einer eines der die das den dem zu und oder von mit sie ihre
    """
)
_STOPS = word_set(
    """
    because unless even especially including particularly except if when where since so such weil
    außer wenn insbesondere auch
    """
)
_LONGEST = 8  # words
_SITE = word_set(
    """
    password passwords account accounts register registered log login kennwort passwort konto
    registrieren cookies refund liability warranty
    """
)


def named_by_item(words: Sequence[Word]) -> list[Word]:
    """The words of an item that say what it forbids: its first phrase, without light words."""
    begun = 0
    while begun < len(words) - 1 and words[begun].folded in _LIGHT:
        begun += 1
    found: list[Word] = []
    for word in words[begun : begun + _LONGEST]:
        if found and (set(word.before) & set(",;:–—(.") or word.folded in _STOPS):
            break
        found.append(word)
    return found


def is_about_using_the_site(folded: Sequence[str]) -> bool:
    """Whether a sentence that forbids is about an account and not about what is posted."""
    return bool(_SITE & set(folded))
