"""Says whether a sentence in which no kind was recognised forbids something that an editor wants.

Most negations in a policy forbid nothing: how the site works, who is liable, what takes a day.
What is pointed out has to be about comments, and to name what must not be in them.
"""

from collections.abc import Sequence

from moderation.services.policy.reading import frame_words as listed
from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.context import Placed
from moderation.services.policy.reading.frame_words import Role
from moderation.services.policy.reading.layout import Sentence
from moderation.services.policy.reading.lexicon import word_set
from moderation.services.policy.reading.objects import is_about_using_the_site
from moderation.services.policy.reading.procedure import is_procedure
from moderation.services.policy.reading.stance import Frame, Stance
from moderation.services.policy.reading.words import Word

# Words that name no kind of comment, however they are forbidden
GENERIC = word_set(
    """
    a an the any all some every each other others such this that these those it its them they their
    there here then also still even ever yet just only again always please kindly simply often
    usually normally generally always immediately instantly automatically permanently
    comment comments post posts posted posting posters contribution contributions submission
    submissions message messages remark remarks text texts content contents material item items
    thing things anything something everything entry entries thread threads discussion
    user users reader readers member members person people anyone anybody someone somebody everyone
    you your yours yourself he she his her our ours us we i my of to in on at by for from with and
    or as be is are was were been being has have had do does did will would may might can could
    must shall should not no nor without notice reason reasons warning explanation discretion time
    times whole part parts entirely under circumstances right rights reserve decide choose wish
    who which what when where why how if so too very more most much many rather than down up out
    around few one two three ten twenty hundred percent off after before during within about into
    over up against because
    kommentar kommentare kommentaren beitrag beiträge beiträgen beitrags inhalt inhalte inhalten
    der die das den dem des ein eine einen einem einer eines es sie er wir uns unser unsere ihr
    ihre
    ihren und oder auch noch nur dann dort hier bitte immer sofort jederzeit ohne begründung
    angabe gründen ankündigung vorwarnung wird werden wurde wurden sein sind ist hat haben kann
    können darf dürfen soll sollen muss müssen zu zum zur von vom im in am an auf aus bei mit nach
    für über unter gegebenenfalls grundsätzlich vorbehalten recht nutzer nutzern nutzerinnen leser
    wiederholungsfall fall falle verstösse verstoss
    andere anderen solche solchen diese dieser dieses diesen nicht kein keine wer was wenn so
    """
)
_WORRIES = word_set(
    """
    expect worry panic hesitate forget wait afraid shy surprised alarmed discouraged feel mind
    assume imagine miss despair answer reply respond rise retaliate
    fret bother open apologise apologize take think believe need have
    sorgen zögern wundern vergessen erwarten warten scheuen
    """
)
_UNABLE = frozenset(["can't", "cannot", "cant"])
_VERBS = listed.BEING | listed.MODALS | word_set("has have had need needs necessary will would")
_NOBODY = frozenset(["nobody", "no one", "niemand", "niemanden", "niemandem", "nobody's"])
_LEAVE = listed.MODALS | word_set("may should must allowed permitted erlaubt gestattet")
_SIGNS = frozenset(",;:–—(.")


def seems_to_forbid(place: Placed) -> bool:
    """Whether a sentence without a kind names something that comments must not be or have."""
    sentence = place.sentence
    if (
        sentence.asks
        or sentence.introduces
        or sentence.form is Form.HEADING
        or len(sentence.words) < 2
        or is_about_using_the_site(sentence.folded)
    ):
        return False
    if place.listed:
        return True
    if is_procedure(sentence.folded):
        return False
    return any(is_solid(sentence, frame) for frame in sentence.frames)


def is_solid(sentence: Sentence, frame: Frame) -> bool:
    """Whether a frame forbids something that comments may have, and not "Don't worry"."""
    if frame.stance is not Stance.FORBIDS:
        return False
    folded = sentence.folded
    if frame.by is Role.REMOVAL and frame.start == 0:
        return False  # "Removed comments leave a mark"
    if frame.by is Role.NO and not _is_rule_without_verb(sentence.words, frame):
        return False
    if frame.by is Role.NEGATION:
        back = set(_clause(sentence.words, frame.start, frame.start, ahead=False))
        of_others = folded[frame.start] in _UNABLE and back and not back & listed.READERS
        if of_others or set(folded[frame.end : frame.end + 2]) & _WORRIES:
            return False
    return any(word not in GENERIC for word in _governed(sentence, frame))


def _is_rule_without_verb(words: Sequence[Word], frame: Frame) -> bool:
    """Whether "no" forbids: "No selfies", "Nobody may …"; not "There is no limit"."""
    said = _clause(words, frame.start, frame.end, ahead=True)
    if words[frame.start].folded in _NOBODY:
        return bool(set(said[:4]) & _LEAVE)
    back = _clause(words, frame.start, frame.start, ahead=False)
    return frame.is_verdict or not (set(said) | set(back)) & _VERBS


def _governed(sentence: Sentence, frame: Frame) -> list[str]:
    """The words of its clause that a frame governs."""
    found: list[str] = []
    if frame.before:
        found += _clause(sentence.words, frame.start, frame.start, ahead=False)
    if frame.after:
        found += _clause(sentence.words, frame.end, frame.end, ahead=True)
    stops = [own.start for own in sentence.frames if own.stance is Stance.NEUTRAL]
    if frame.after and not frame.before and frame.end in stops:
        return []
    return found


def _clause(words: Sequence[Word], start: int, end: int, *, ahead: bool) -> list[str]:
    """The words of the clause before `start`, or from `end` on where it looks ahead."""
    found: list[str] = []
    if ahead:
        for word in words[end:]:
            if found and set(word.before) & _SIGNS:
                break
            found.append(word.folded)
        return found
    for number in range(start - 1, -1, -1):
        found.append(words[number].folded)
        if set(words[number].before) & _SIGNS:
            break
    return found
