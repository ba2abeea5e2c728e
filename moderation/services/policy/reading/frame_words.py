"""The words by which a policy forbids or allows, in English and German."""

from enum import Enum

from moderation.services.policy.reading.consequence_words import BEHIND
from moderation.services.policy.reading.harmless_words import HARMLESS
from moderation.services.policy.reading.lexicon import Lexicon, phrases, word_set


class Role(Enum):
    """What a word does to what stands around it."""

    NEGATION = "turns a permission or a verb round"
    NO = "forbids the noun that follows"
    REMOVAL = "what is done to a comment or an author that broke a rule"
    PERMISSION = "says that something may be"
    PUBLISHING = "says that something appears; counts only where it is negated"
    PROHIBITED = "says that something must not be"
    FORBIDS_AFTER = "forbids what follows"
    FORBIDS_BEFORE = "forbids what stands before"
    FORBIDS_AROUND = "forbids what stands on either side"
    EXCEPT = "allows what follows"
    STOP = "ends what the words before it govern"
    HARMLESS = "has a negation and forbids nothing"


_WORDS = {
    Role.NEGATION: """
        not, don't, dont, doesn't, won't, can't, cannot, cant, aren't, isn't, mustn't, shouldn't,
        shan't, wouldn't, never, hardly ever, nicht, nie, niemals
    """,
    Role.NO: """
        no, nothing, nobody, nobody's, no one, none of, neither, kein, keine, keinen, keiner,
        keinem, keines, keinerlei, niemand, niemanden, niemandem, weder, nichts,
        ebenso wenig, genauso wenig, ebensowenig
    """,
    Role.REMOVAL: """
        remove/removes/removed/removing, lock them/it, refer/referred/reported to, erase/erased,
        delete/deletes/deleted/deleting, reject/rejects/rejected/rejecting, hide/hides/hidden,
        block/blocks/blocked/blocking, ban/bans/banned/banning, barred, bar you/users,
        suspend/suspends/suspended/suspending,
        refuse/refuses/refused, discard/discarded, take/takes/taken/took/taking ~ down,
        take/taken/takes out, taken off, pull/pulled, strike/struck out, struck off, cut,
        bin/binned,
        spike/spikes/spiked, scrapped, dump/dumps/dumped, drop/drops/dropped, muted, booted,
        starred out, turn/turns/turned/turning ~ down,
        turn/turns/turned away, weeded out, weed/weeds out, filtered out, filter out, screened out,
        kick/kicked out, kicked, thrown out, throw out, gets/get/getting the chop/boot/axe,
        leave/leaves/left unpublished, unpublished, expelled, expel, exclude/excluded, ejected,
        edited out, edit out, may be edited, withheld, withhold, withdrawn, declined,
        decline/declines/declining, discard/discards, wipe/wiped, purge/purged, scrub/scrubbed,
        strip/stripped out, sent back, send back, get rid of, thrown away, throw away, veto/vetoed,
        chuck/chucked out, toss/tossed out, kick/kicks out, sort/sorted out of, clear/cleared away,
        expels, mute/mutes, boot/boots, pulls, cuts, trim/trims/trimmed, take ~ out,
        disapproved, moderated out, vanish, disappear, locked out,
        zap/zapped, nuked, axed, chopped, trashed,
        terminate/terminated, be/is/are/been/account/accounts disabled, censored, shown the door,
        shut down, disqualified,
        removal/deletion/rejection/suspension/ban/bans/exclusion/expulsion,
        lösch*, gelöscht*, nehmen/nimmt ~ raus/heraus/herunter/runter/offline, entfern*, sperren,
        sperrt, gesperrt*, blockier*, ausgeblendet, ausblenden, verborgen, verbergen,
        blenden ~ aus, ausgeschlossen, ausschluss, sperre, sperrung, löschung, gestrichen,
        streichen, kürzen, rausschmeissen, rausgeschmissen, stummgeschaltet, weggelassen,
        zurückgewiesen, weisen ~ zurück, abgelehnt, lehnen ~ ab, moderiert, geahndet,
        zurückgehalten, unkenntlich gemacht, anonymisiert, geschwärzt, aussortiert, verworfen,
        rausgeworfen, verworfen, verwerfen, aussortieren, ablehnen, verbannt, verbannen, getilgt,
        papierkorb, ausschliessen, werfen ~ raus, schmeissen ~ raus, unterbunden, fliegen raus,
        fliegt raus, entfernt,
        disregarded, removed/deleted/hidden/banned/blocked/rejected/suspended because of,
        nehmen ~ vom netz, removed/deleted/hidden/banned/blocked/rejected/suspended due to,
        fliegt/fliegen ~ raus
    """,
    Role.PERMISSION: """
        allowed, permitted, welcome/welcomes/welcomed, encourage/encourages/encouraged, tolerated,
        acceptable, fine, ok, okay, all right, alright, appropriate, desired, appreciated,
        condoned,
        allow/allows, permit/permits, tolerate/tolerates, condone/condones, desirable, wanted,
        suitable, cool, invite/invites, love/loves, like to see/hear/read, feel free, by all means,
        you may, you can, you are free, you're free, free to, go ahead, happy to, glad to,
        encouraging, permissible, admissible, legitimate, in order, excused,
        gestattet, erlaubt*, zulässig, zugelassen, zulassen, lassen ~ zu, erwünscht, willkommen,
        geduldet, dulden, tolerier*, akzeptiert, akzeptieren, akzeptabel, gern gesehen, okay,
        gestatten, erlauben, in ordnung, freuen, begrüssen, gewünscht, wünschen, hinnehmbar,
        dürfen gern/gerne, dürfen sie gern/gerne, ihr dürft, du darfst, können sie, hingenommen,
        toleranz
    """,
    Role.PUBLISHING: """
        publish/publishes/published/publishing, print/prints/printed, post/posted,
        approve/approved,
        accept/accepts/accepted, appear/appears, go/goes/going up, go/goes live, run, carry,
        pass/passes/passed, let through, let ~ through, make it through, make/makes it,
        get/gets through,
        get/gets past,
        belong/belongs, stand for, put up with, entertain, see, want, want to see/hear/read, need,
        like, show, shown, displayed, display, host, hosted, stay up, stand, fit, survive,
        be seen, have time/room/space/patience, included, allow for, wish to see,
        considered, entertained, honoured, aired, broadcast, processed, air, cope with,
        indulge,
        veröffentlich*, freigeschaltet, freischalten, schalten ~ frei, freigegeben, geben ~ frei,
        aufgenommen, abgedruckt, sehen, lesen, haben, hören, gehen, geht, gehört, gehören, bringen
    """,
    Role.PROHIBITED: """
        prohibited, forbidden, disallowed, unacceptable, inadmissible, impermissible, unwelcome,
        off limits, out of bounds, out of order, taboo, outlawed, banned content/topics/subjects,
        intolerable, unwanted, undesirable, a no no, no nos, no no, no go, no gos, not on,
        strictly prohibited/forbidden, against the/our/these rules,
        beyond the pale, not a thing, a bannable offence/offense, an instant ban, a bad idea,
        misplaced, out of place, poor form, bad form, not okay, no bueno,
        against our/the policy/guidelines,
        a breach/violation of, breach/violate/violates/breaks our/the/these rules by, grounds for,
        verboten*, untersagt, unzulässig*, unerwünscht, tabu, fehl am platz, unerlaubt,
        inakzeptabel, ausgeschlossen sind, unstatthaft, nicht hinnehmbar, no gos, strafbar,
        unangebracht, verpönt, nicht in ordnung,
        little/no/small chance of, unlikely to be published/printed/approved/appear,
        rarely/seldom/hardly published/printed, go/goes unread/unpublished/unprinted,
        unsuitable for, bleibt/bleiben ungedruckt/unveröffentlicht
    """,
    Role.FORBIDS_AFTER: """
        nor are/is/do/may/should/will, neither are/is/do,
        refrain/refrains from, refrain, avoid/avoids/avoiding, rule/rules/ruled out, spare us,
        rather you/readers didn't/not, resist,
        no patience with/for, no tolerance for, no interest in, no use for, no appetite for,
        unimpressed by/with, not interested in, not here for, not a fan of, not fans of, tired of,
        fed up with, had enough of, take a dim view of, take/takes no pleasure in,
        could do without,
        object to, stamp out, put a stop to, hold back from, keep your hands off, lay off,
        go/ease easy/up on, step/steps in when/if/where, live without, no chill for,
        zero chill for, draw/draws/drew/drawn ~ line at, firm/hard/red line at/on,
        not a licence/license for/to, skip the,
        nor should/may/can/must you, neither should/may/can/must you, neither does/do/is/are,
        abstain from, desist from, keep off,
        steer clear of, stay away from, keep away from, keep clear of, think twice before, stop,
        zero tolerance, free of/from, free from/of any, cease, resist the temptation/urge to,
        quit, no room for, no place for, no space for, no excuse for, no time for, enough of,
        not a place/platform/forum/outlet/stage/venue/space/billboard/vehicle/noticeboard ~ for/to,
        not the place/platform/forum/venue/space for/to, isn't the/a place ~ for/to,
        do without, leave out, less of the, intolerant of, say no to,
        crack down on, come down hard on, keep an eye out for, act against, action against,
        watch out for, prohibit/prohibits/prohibiting, forbid/forbids/forbidding, ban on, bar on,
        disallow/disallows, discourage/discourages, do not tolerate, don'ts, please no,
        unterlassen, verzichten ~ auf, verzichtet ~ auf, absehen von, vermeiden, vermeidet,
        sehen sie ~ davon ab, null toleranz, kein platz für, keinen platz für, bitte nicht,
        keine geduld mit,
        nichts übrig für, spart euch, sparen sie sich, spar dir, lasst ~ bleiben, wenden uns gegen,
        nehmen sie abstand von, kein raum für,
        keine toleranz, kein verständnis für, hören sie auf, lassen sie, frei von,
        hold back on, stay clear of, without resorting/stooping/recourse to,
        rather not read/see/have, left out, we don't/do not do, not/won't/don't/can't stand for,
        intervene if/when/where/in, asked/told/required/supposed not to, are/is not to,
        ban/suspend/block/expel people/users/anyone/readers/members for,
        close/lose your account for, the door for, prohibited/barred/banned/forbidden from,
        no one is allowed/permitted to, nobody is allowed/permitted to,
        what we can't/cannot/don't/won't have/want/accept/need is/are,
        but without,
        gehen/geht ~ gegen, schreiten ~ bei/gegen, sehen/sieht ~ von, finger weg von, schluss mit,
        aber ohne, diskutier*/streite*/argumentier*/kritisier* ~ ohne, kommen/kommt ~ ohne,
        be/me/us spared, spare me,
        do it without, says/say it without, and without, no member/user/reader/person shall,
        no member/user/reader may, speak/write ~ without
    """,
    Role.FORBIDS_BEFORE: BEHIND,
    Role.EXCEPT: """
        unless, except, except for, excepting, apart from, other than, save for,
        with the exception,
        as long as, so long as, provided, providing, exempt,
        this does not include/mean/cover/apply,
        this doesn't include/mean/cover/apply, that does not include/mean/apply, that doesn't mean,
        does not include, doesn't include, does not apply to, doesn't apply to,
        ausser, es sei denn, sofern, solange, ausgenommen, abgesehen von, mit ausnahme
    """,
    Role.STOP: """
        but, rather than, however, although, though, whereas, while, because, since, so that,
        in order to, so,
        even if, even though, even when, even where, no matter, regardless, irrespective,
        whether or not, whether, to help, to keep, to make sure, for example, aber, jedoch,
        sondern,
        auch wenn, selbst wenn, obwohl, weil, damit, denn, doch, um, unabhängig, dennoch
    """,
    Role.HARMLESS: HARMLESS,
}

ROLES: Lexicon[Role] = Lexicon(
    (phrase, role) for role, listed in _WORDS.items() for phrase in phrases(listed)
)

INSTITUTION = word_set(
    """
    we we'll we're our us i company stations owners owner hosts volunteers moderators moderator
    editors editor staff team publisher paper newspaper site provider management wir uns unser
    unsere redaktion moderation moderatoren verlag council library university bbc admins
    administrators admin it these this terms
    """
)
CONDITIONS = word_set(
    """
    if when where who which that whether why how what once after unless because until before wenn
    falls ob dass weil wer sobald nachdem warum wieso die der das
    """
)
REQUESTS = word_set(
    """
    please kindly and or also so then just sure agree undertake promise ask expect to confirm
    warrant ensure that careful but therefore always always, remember must shall should may can
    could will bitte try prefer request requested asked advised
    """
)
MODALS = word_set(
    """
    must may shall should can could cannot can't cant mustn't shouldn't shan't dürfen darf
    sollten sollen soll sollte
    """
)
BEING = word_set(
    """
    is are be been being was were get gets getting got it's that's they're isn't aren't wird
    werden ist sind wurde wurden worden werde
    """
)
READERS = word_set(
    """
    you user users reader readers member members commenter commenters comment comments post posts
    contribution contributions contributor contributors participant participants people anyone
    everybody everyone content message messages submission submissions they sie du ihr man nutzer
    kommentare beiträge bitte name names username usernames posters poster author authors
    visitors
    """
)
FOLLOWING = word_set("following folgende folgenden folgendes")
GERMAN_NEGATIONS = frozenset(["nicht", "nie", "niemals"])
# These allow something only where the site says so of itself.
WELCOMING = word_set(
    """
    encourage encourages encouraging love loves invite invites welcome welcomes allow allows permit
    permits tolerate tolerates condone condones
    """
)
# What these verbs are about stands before them.
INTRANSITIVE = word_set(
    """
    belong belongs appear appears go goes going make makes get gets survive fit stay stand gehört
    gehören geht gehen
    """
)
# After these words, what is removed or forbidden follows a passive.
GOES_ON = word_set(
    """
    if that which who where when for because include includes including are to should wenn falls
    die sofern
    """
)
