"""Tells sentences about the work of the site from rules."""

from collections.abc import Sequence

from moderation.services.policy.reading.kinds import KINDS, Use
from moderation.services.policy.reading.lexicon import Lexicon, phrases

# What a site says of its own work, and of the law
_PROCEDURE: Lexicon[bool] = Lexicon(
    (phrase, True)
    for phrase in phrases(
        """
        arbitration, jurisdiction, liable, liability, responsib*, indemnif*, warrant*, licence*,
        license*, claim/claims/claimed accrued, court except, small claims, infringement notice,
        designated agent, admission, complain*, appeal*, refund*, cookies, opening hours,
        answered, replied to, acknowledged, monitored ~ from,
        monitored around/24, correspond*, correspondence, guarantee*, not ~ mean,
        does/doesn't mean,
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


def is_procedure(folded: Sequence[str]) -> bool:
    """Whether a sentence is about the work of the site, or about where else to turn."""
    means_another = any(one.meaning.use is Use.OTHER for one in KINDS.leftmost(folded))
    return means_another or any(found.leftmost(folded) for found in (_PROCEDURE, _ELSEWHERE))
