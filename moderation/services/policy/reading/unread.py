"""Says whether a sentence in which no kind was recognised forbids something that an editor wants.

Most negations in a policy forbid nothing: how the site works, who is liable, what takes a day.
What is pointed out has to be about comments, and to name what must not be in them.
"""

from collections.abc import Sequence

from moderation.services.policy.reading import frame_words as listed
from moderation.services.policy.reading.blocks import Form
from moderation.services.policy.reading.context import Placed
from moderation.services.policy.reading.frame_words import Role
from moderation.services.policy.reading.kinds import KINDS, Use
from moderation.services.policy.reading.layout import Sentence
from moderation.services.policy.reading.lexicon import Lexicon, phrases, word_set
from moderation.services.policy.reading.objects import is_about_using_the_site
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
    der die das den dem des ein eine einen einem einer eines es sie er wir uns unser unsere ihr ihre
    ihren und oder auch noch nur dann dort hier bitte immer sofort jederzeit ohne begründung
    angabe gründen ankündigung vorwarnung wird werden wurde wurden sein sind ist hat haben kann
    können darf dürfen soll sollen muss müssen zu zum zur von vom im in am an auf aus bei mit nach
    für über unter gegebenenfalls grundsätzlich vorbehalten recht nutzer nutzern nutzerinnen leser
    andere anderen solche solchen diese dieser dieses diesen nicht kein keine wer was wenn so
    """
)
# What a site says of its own work, and of the law
_PROCEDURE: Lexicon[bool] = Lexicon(
    (phrase, True)
    for phrase in phrases(
        """
        arbitration, jurisdiction, liable, liability, responsib*, indemnif*, warrant*, licence*,
        license*, claim/claims/claimed accrued, court except, small claims, infringement notice,
        designated agent, admission, complain*, appeal*, refund*, cookies, opening hours,
        answered, replied to, acknowledged, monitored ~ from,
        monitored around/24, correspond*, correspondence, guarantee*, not ~ mean, does/doesn't mean,
        make/makes it safe, word limit, no limit, no charge, no cost, no obligation, no deadline,
        we're human, weekend*, office hours, server, servers, technical, browser, refresh,
        statistic*, report/reports/write/writes on/about,
        haftung, haften, haftet, gewähr, verantwortlich*, verpflicht*, anspruch, rechtsweg,
        gerichtsstand, datenschutz*, ihre daten, wochenende*, werktag*, beantwort*, korrespondenz,
        begründung, beschwerde*, einspruch, widerspruch, kosten, kein grund, kein anlass,
        no reason to, grund ~ zu, mitteil* ~ grund
        """
    )
)
# A rule of where to say something is none about what is said.
_ELSEWHERE: Lexicon[bool] = Lexicon(
    (phrase, True)
    for phrase in phrases(
        """
        call/ring/phone/dial/email/mail/contact/ask/tell us, call/ring/phone/dial 0/999/911/112/
        0800/110/101, send us/them, write to, get in touch, contact the/your/our, go/goes to the,
        must/should/please go/be ~ sent to, sent ~ to, sent in writing, in writing, instead,
        emergenc*, urgent, schreiben sie uns, wenden sie sich, rufen sie, melden sie, notruf,
        per mail, per e mail, kontaktieren
        """
    )
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


def is_procedure(folded: Sequence[str]) -> bool:
    """Whether a sentence is about the work of the site, or about where else to turn."""
    means_another = any(one.meaning.use is Use.OTHER for one in KINDS.leftmost(folded))
    return means_another or any(found.leftmost(folded) for found in (_PROCEDURE, _ELSEWHERE))


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
