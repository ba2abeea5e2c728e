"""What is said of something forbidden behind it: a penalty, the police, another place."""

_BRINGS = (
    "get/gets/earn/earns/cost/costs/mean/means/bring/brings/land/lands/buy/buys/win/wins/risk/"
    "risks/invite/invites/attract/attracts/give/gives/result/results/ends/end"
)
_PENALTY = (
    "ban/banned/bans/blocked/mute/muted/boot/chop/axe/card/warning/timeout/suspension/suspended/"
    "exit/door/bin/holiday/expulsion/removal/removed/deleted/deletion/kick/kicked/sanction/"
    "sanctions/penalty/exclusion/prosecution/membership/login/place/trouble/sacked/ejected/barred/"
    "moderated/edited/zapped/reported/scrapped/pulled/rejected/locked/dropped/cut"
)
_AUTHORITIES = (
    "police/authorities/security/constabulary/court/courts/prosecutor/prosecutors/dean/"
    "polizei/staatsanwaltschaft"
)

BEHIND = f"""
    {_BRINGS} you/yourself ~ {_PENALTY}, {_BRINGS} a/an/the/your/instant/immediate ~ {_PENALTY},
    cost/costs you your account, lose/loses/forfeit/forfeits ~ account/membership/login/place,
    to the/our/campus ~ {_AUTHORITIES}, hear from ~ {_AUTHORITIES}, lands/land ~ {_AUTHORITIES},
    we/i tell/call/inform/involve/notify ~ {_AUTHORITIES},
    won't last, will not last, has/have had ~ day, has/have no home, has/have had it,
    not for these/our/this/the pages/site/columns/forum/board/comments/page,
    is/are a/an/another ~ offence/offense/violation/breach/crime/misconduct,
    is/are gross/vile/cowardly/childish/creepy/lame/tiresome/cheating/theft/bullying/
    shouting, is/are no joke, is/are not a joke, is/are beneath us, is/are not us,
    has/have its/their own page/section/thread/board/forum/category/place,
    is/are for elsewhere, goes/go elsewhere, belongs/belong elsewhere,
    can do one, can wait, wears/wear thin, does/do us no favours,
    nicht frei, nicht durch, nicht durchgehen, nicht stehen, nicht hin, nichts zu melden,
    können sie sich sparen, könnt ihr euch sparen, kannst du dir sparen, brauchen wir nicht,
    braucht niemand, braucht kein mensch, will niemand, sind nicht komisch, ist nicht komisch,
    kein kavaliersdelikt, ist fehl, sind fehl, hat folgen, haben folgen, kommt nicht in frage,
    kommen nicht in frage, fliegt, hat konsequenzen, haben konsequenzen, gibt ärger,
    at the door, at home, to yourself, to yourselves, elsewhere, somewhere else, are out,
    is out, out for good, will come down, comes down, it goes, it's gone,
    is/are/get/gets/be reported, means you leave/go, you're out, you are out, cost/costs you,
    not for the/this/our forum/page/site/comments/board, take/takes ~ seriously,
    has/have ~ no place/business/home, cross/crosses the/a line, is/are spam,
    count/counts as spam, get/gets/got ~ referred/reported/banned to?, passed to the,
    handed to the, lose/loses/losing ~ right/rights/account/privilege*/place/access, forfeit*,
    instant/immediate/permanent/lifetime/perma ban, permaban, instaban, won't wash,
    doesn't wash, does not wash, do not help, doesn't help, does not help, bothers us,
    avoid them/it/this/that, stop it/that, don't do it/that/this, leave it out,
    ends the/your/this conversation/discussion/debate/time/membership/stay/account/visit,
    is/are gone, is/are ~ not for us, incompatible with, contrary to, fall/falls short,
    fall/falls foul, not make the cut, out of the question,
    not in keeping with, not in the spirit, treat/treated as spam, we treat as,
    earn/earns/get/gets/mean/means ~ ban/timeout/warning/mute/suspension/boot,
    find the door, find the exit, not here, nicht hier, on your own site/blog,
    off the board/boards/forum, land/lands in ~ bin/trash/spam/court,
    is/are another matter/thing, isn't another, won't get past, stays out, stay out,
    straight to the police, has/have ~ home with us, is/are not what ~ for,
    belong/belongs in the bin, must go, may go, will go, may go too, has to go,
    have to go, is/are discouraged, frowned upon, is/are no good, will cost you, not our thing,
    go/goes/going straight in/into the bin/trash, in/into the bin/trash, will not do, won't do,
    leave/keep ~ out of it, off the page/site/board, won't fly, in the gutter,
    is/are a red card, isn't on, aren't on, gets/get you banned/expelled/booted/suspended/muted,
    is/are bad manners, earn/earns/mean/means ~ red/yellow card,
    to the police, to the authorities, to law enforcement, another matter, another story,
    zur anzeige, angezeigt, nichts verloren, keinen platz, nichts zu suchen, unterlassen,
    mit ~ sperre/ausschluss/konsequenzen/löschung rechnen, sperre rechnen, als spam,
    gilt/gelten als ~ spam/verstoss, führt/führen zur/zum/zu, konsequenzen,
    vermeiden/vermeidet/unterlassen/lassen sie sie/das/dies/diese/es, lasst das, lass das,
    zu unterlassen,
    vermieden werden, zu vermeiden, abzusehen, der polizei, unterbleiben, aussen vor,
    bleiben draussen, fliegt, fliegen, ist raus, sind raus, ist schluss, stecken lassen,
    zeigen wir an, übergeben wir, nerven, nicht hierher, muss draussen, wird verwarnt,
        violate/violates/contravene/contravenes/breach/breaches ~ rules/
        policy/terms/guidelines/standards/code,
        run/runs counter to, go/goes against our/the/these/this, carry/carries ~ penalty/ban,
        poison/poisons/ruin/ruins/wreck/wrecks the,
        zieht/ziehen ~ sperre/sperrung/konsequenzen/folgen,
        verstossen/verstösst gegen ~ regel*/netiquette/richtlinien/bedingungen,
        widersprechen/widerspricht ~ regel*/netiquette/richtlinien/werten, strafbar sein,
        zum/zur ausschluss/sperre/sperrung/löschung/verwarnung, zu verzichten, hört ~ auf,
        verstehen wir keinen, droht ~ sperre/ausschluss/anzeige/verwarnung, stecken,
        bedarf/bedürfen/nur ~ zustimmung/genehmigung/einwilligung/erlaubnis,
        require/requires ~ consent/permission/approval, to the sheriff,
        get/gets us sued, goes/go without, disclosed/reported to the,
        is/are shown/passed/handed/given/reported to ~ police/constable/sheriff/authorities,
        go/goes/belongs/belong behind,
        does/do not meet ~ standard/standards/rules,
        doesn't/don't meet ~ standard/standards/rules, hier falsch, falsch hier,
        in the wrong place, at the wrong address
"""
