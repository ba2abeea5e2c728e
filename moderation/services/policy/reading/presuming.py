"""Presumes what a policy forbids where no word of the sentence says so.

A policy that begins a sentence with a deed ("Selling medals is for auction houses"), or with what
nobody wants ("Filth is not wit"), forbids it, however it says so, unless something allows it.
"""

from collections.abc import Sequence

from moderation.classifiers.base import Attribute
from moderation.services.policy.reading.frame_words import BEING, INSTITUTION, MODALS, Role
from moderation.services.policy.reading.kinds import KINDS, Kind, Use
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

# Words in "-ing" that begin a sentence and are no deed, and the deeds of a site and its guests.
_NO_DEEDS = word_set(
    """
    during following nothing something everything anything according evening morning including
    regarding concerning notwithstanding being king bring string having editing moderating
    moderation stepping passing publishing commenting registering joining logging signing reporting
    criticising criticizing disagreeing asking telling planning moaning writing quoting
    """
)
_VERBS = (
    (BEING - {"be", "being", "been"})
    | MODALS
    | word_set(
        """
    gets get got means mean costs cost earns earn loses lose lands land goes go ends end makes make
    does do has have will won't needs need belongs belong bores spoils spoil fools adds wastes fall
    falls come comes stays stay leads lead results breaks counts count rarely never only i we you
    hat haben bekommt verliert fliegt fliegen bleibt bleiben kann muss müssen bitte kürzen löschen
    """
    )
)
_EMBEDDED = word_set("who that which what when where if you they he she it die der das wenn to")
_CONCEDED = frozenset(["but", "aber", "however", "jedoch", "though"])
_PUT_UP_WITH = frozenset(["fine", "welcome", "gladly", "mild", "occasional"])
_VICES = ("ness", "ility", "keit")  # not "anger"
# Whom a policy lets its readers attack
_FAIR_GAME = word_set(
    """
    the a us our me this paper opinion opinions argument arguments idea ideas government council
    policy policies referee columnists columnist
    """
)
_CONDUCT = (("if", "you"), ("wenn", "du"), ("wenn", "sie"))
_WHOEVER = frozenset(["wer", "whoever"])
_CONSEQUENCES = word_set(
    """
    you're you'll you it it's its they they're expect don't that verliert bekommt wird muss fliegt
    ist kriegt darf riskiert braucht findet lernt hat
    """
)
_NO_CONDUCT = word_set(
    """
    believe think have are were don't do would wouldn't can't cannot need want see feel find notice
    prefer wish like disagree received must join fragen einverstanden gesperrt gestört können
    möchten haben not nicht behauptet dagegen
    """
)
_CONTACT = word_set(
    "kann wendet schreibt meldet möge please call reply ask contact let tell report"
)
_HEAD = 2  # words ahead of what a sentence begins with: "The", "Any"
_FRAGMENT = 12  # words
_SUBJECTS = word_set("i we you it they there this that here he she wir ihr sie du es please bitte")
_REACH = 14  # words to the verb of a sentence, or to the comma behind a conduct


def presumed(words: Sequence[Word], said: Sequence[Frame]) -> Frame | None:
    """A verdict at the verb of a sentence that begins with what is never welcome.

    `said` are the frames of the sentence that its words make: none is presumed against them.
    """
    folded = [word.folded for word in words]
    if any(frame.stance is Stance.ALLOWS for frame in said) or len(words) < _HEAD:
        return None
    at = _behind_conduct(words, folded)
    if not at and begins_badly(folded) and not _CONCEDED & set(folded):
        at = _verb(folded)
    if not at:
        return None
    return Frame(at, at + 1, Stance.FORBIDS, False, True, Role.PROHIBITED, is_verdict=True)


def is_never_welcome(kind: Kind, said: Sequence[Frame]) -> bool:
    """Whether a policy names a kind only to forbid it, wherever it stands: what is against groups.

    `said` are the frames of its sentence.
    """
    spoken_for = any(frame.stance is Stance.ALLOWS for frame in said)
    return kind.attribute is Attribute.IDENTITY_ATTACK and not spoken_for


def begins_badly(folded: Sequence[str]) -> bool:
    """Whether a sentence or an item begins with a deed, or with a kind that is never welcome."""
    return _is_deed(folded) or begins_with_worst(folded)


def begins_with_worst(folded: Sequence[str]) -> bool:
    """Whether what a classifier measures stands first; tone alone may be praised."""
    named = KINDS.leftmost(folded[: _HEAD + 6])
    if not named or named[0].start > _HEAD - 1 or _PUT_UP_WITH & set(folded):
        return False
    kind, end = named[0].meaning, named[0].end
    aimed = set(folded[end : end + 1]) & _FAIR_GAME and not set(folded[end : end + 3]) & {"other"}
    is_tone = kind.attribute is Attribute.TOXICITY and not folded[end - 1].endswith(_VICES)
    is_worst = bool(kind.attribute) and not is_tone and kind.use is Use.NAMED
    return is_worst and not aimed


def is_fragment(folded: Sequence[str]) -> bool:
    """Whether a sentence has no verb: "Personal remarks about anybody"."""
    return len(folded) <= _FRAGMENT and not set(folded) & (_VERBS | _SUBJECTS)


def _is_deed(folded: Sequence[str]) -> bool:
    first = folded[0]
    is_deed = first.endswith("ing") and len(first) > 4 and first not in _NO_DEEDS
    aimed = set(folded[1:4]) & {"us", "our", "paper", "ref"} and not {"other"} & set(folded)
    return is_deed and not aimed and not _PUT_UP_WITH & set(folded)


def _verb(folded: Sequence[str]) -> int:
    """Where the verb of a sentence stands, outside its relative clauses; 0 without one."""
    for at in range(1, min(len(folded), _REACH)):
        if folded[at] in _VERBS and folded[at - 1] not in _EMBEDDED:
            return at
    return 0


def _behind_conduct(words: Sequence[Word], folded: Sequence[str]) -> int:
    """Behind "If you threaten anybody", where what follows is no offer of help; or 0."""
    begun = 1 if folded[0] in _WHOEVER else 2 if tuple(folded[:2]) in _CONDUCT else 0
    if not begun or set(folded[begun : begun + 2]) & (_NO_CONDUCT | INSTITUTION):
        return 0
    for at in range(begun + 1, min(len(words), begun + _REACH)):
        if "," in words[at].before:
            then = set(folded[at : at + 6])
            allowed = folded[at] == "darf" and not then & {"nicht", "kein", "keine"}
            meant = folded[at] in _CONSEQUENCES and not allowed and not then & _CONTACT
            return at if meant and not set(folded[begun:at]) & _NO_CONDUCT else 0
    return 0
