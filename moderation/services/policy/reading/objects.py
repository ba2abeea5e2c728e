"""Picks the words of an item that name what it forbids, where no kind is recognised."""

from collections.abc import Sequence

from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.words import Word

_LIGHT = word_set(
    """
    constitutes constitute amounts a an the any your of to be is are it they or and that which who
    in on for with as by post posts posting use uses using make makes making include includes
    contain contains containing have has having comments comment anything material content
    something items ein eine einen einer eines der die das den dem zu und oder von mit sie ihre
    """
)
# A quotation takes in the noun that its adjective belongs to, and "other" before it.
_NOUNS = word_set(
    """
    language words word content material remarks remark comments comment posts post messages
    statements statement behaviour behavior conduct links link information data details speech
    images pictures jokes theories theory terms expressions epithets attacks names usernames
    advertising campaigning communication communications inhalte inhalten äusserungen äusserung
    ausdrücke sprache kommentare beiträge bemerkungen texte daten angriffe aussagen begriffe links
    """
)
_OTHER = word_set("other otherwise sonstige sonstigen andere anderen anderweitig")
_STOPS = word_set(
    """
    because by unless even especially including particularly except if when where since so such
    weil außer wenn insbesondere auch
    """
)
_BREAKING = word_set(
    """
    break breaks breaking broke broken violate violates violating breach breaches breaching
    meet meets contravene contravenes infringe infringes comply complies follow verstossen
    verstösst
    verletzen
    """
)
_RULES = word_set(
    """
    rule rules guideline guidelines standard standards policy policies terms code principles regel
    regeln netiquette richtlinien
    """
)
_DANGLING = frozenset(["not", "nicht", "their", "who", "whose"])
RELATIVES = word_set("who whose whom which that wer deren dessen")
_LONGEST = 8  # words
_OPEN_CLAUSE = 4  # words
_ACCOUNTS = frozenset(["account", "accounts", "konto"])
_LOST = word_set("lose loses cost costs forfeit forfeits close closed end ends verliert kostet")
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
        if found and (set(word.before) & set(",;:–—(.*") or word.folded in _STOPS):
            break
        found.append(word)
    end = begun + len(found)
    if end < len(words) and (len(found) == _LONGEST or set(words[end].before) & set("*_")):
        found = without_open_clause(found)
    while len(found) > 1 and found[-1].folded in _LIGHT | _DANGLING:
        found.pop()
    return found


def without_open_clause(found: list[Word]) -> list[Word]:
    """Words that were cut short, without the relative clause that the cut left unfinished."""
    for number in range(len(found) - 1, max(len(found) - 1 - _OPEN_CLAUSE, 0), -1):
        if found[number].folded in RELATIVES:
            return found[:number]
    return found


def widened(words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    """The words [start:end], and what the first phrase of an item has around them."""
    phrase = named_by_item(words)
    if words[end - 1].end < phrase[0].start or phrase[-1].end < words[start].start:
        return words[start:end]
    begun = min(words[start].start, phrase[0].start)
    last = max(words[end - 1].end, phrase[-1].end)
    return [word for word in words if begun <= word.start and word.end <= last]


def with_its_noun(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """The words [start:end] with the noun that they describe, if it follows, and "other"."""
    follows = end < len(words) and not set(words[end].before) & set(",;:–—(.")
    if follows and words[end].folded in _NOUNS and words[end - 1].folded not in _NOUNS:
        end += 1
    joined = start > 0 and not set(words[start].before) & set(",;:–—(.")
    return (start - 1 if joined and words[start - 1].folded in _OTHER else start), end


def is_about_using_the_site(folded: Sequence[str]) -> bool:
    """Whether a sentence is about an account, or about whoever breaks the rules in general."""
    said = set(folded)
    said -= _ACCOUNTS if _LOST & said else frozenset()
    return bool(_SITE & said) or bool(_BREAKING & said and _RULES & said)
