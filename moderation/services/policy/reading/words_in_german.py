"""German words for every kind of prohibition, by stem."""

_GROUND = (
    "herkunft/religion/hautfarbe/geschlecht*/behinderung/orientierung/glaubens/nationalität/"
    "sexualität/abstammung/weltanschauung/alters/aussehens"
)

NAMED = {
    "profanity": """
        obszön*, gossen*, derbe* ausdr*/worte/sprache, kraftmeier*, schmuddel*, unflat, vulgär*,
        fluchen, flüche, flucht, kraftausdr*, fäkalsprache, fäkal*, schimpfwort*,
        schimpfwört*, unflätig*, schmutzige sprache, zoten, zotig*, derb*, ordinär*, anzüglich*,
        schmutzige wörter/worte/witze, ausdrücke, pornograf*, pornograph*, schlüpfrig*,
        gossensprache,
        vulgärsprache, sexuell*,
        unanständig*, kraftwort*, kraftwörter*, gotteslästerung*, unzüchtig*,
        schweinkram, schweinerei*, ferkelei*, schimpftirade*, fäkalwör*, grobe sprache/worte/
        ausdrücke, üble ausdrücke/wörter, unter die gürtellinie, unter der gürtellinie,
        gossenvokabular, sittenwidrig*
    """,
    "personal_attack": """
        persönliche* angriff*, persönlich angreif*, angriff*, beleidig*, beschimpf*, schmäh*,
        verunglimpf*, mobb*, belästig*, herabwürdig*, herabsetz*, diffamier*, diffamierung*,
        persönlich werden, nachtret*, nachkart*, spott, häme, hämisch*, gehässigkeit*, fertigmach*,
        fertig mach*,
        runtermach*,
        herunterputz*, anmachen, angift*, giftel*, beleid*, stell* ~ bloss, werte* ~ ab,
        mach* ~ nieder/lächerlich/fertig/runter/verächtlich, greif* ~ persönlich an, verächtlich*,
        verhöhn*,
        verspott*, lächerlich, bloßstell*, bloss*,
        anfeind*, hetzjagd*, ad hominem*,
        pöbel*, anpöbel*, entwürdig*, demütig*, cybermobbing, stalking, nachstell*, ehrverletz*,
        niedermach*, beschimpft, kränk*, herabsetzend*, abwert*, stänker*, stichel*, schlechtmach*,
        schlecht mach*, diskreditier*, dreck zieh*, schmutz zieh*, pranger, anschwärz*, beschmutz*,
        würde/ehre ~ verletz*, verletz* ~ würde/ehre, ehre, persönliches gegen, angeh*,
        provozier* ~ nutzer*, schikan*, läster*, herzieh*, herziehen, herzuziehen, üble* worte,
        nachäff*, auslachen, niederzumachen, fertigzumachen, blosszustellen, anzupöbeln,
        angriffe unter der gürtellinie
    """,
    "threat": """
        droh*, aufstachel*, aufwiegel*, verprügel*, schlägen, prügel*,
        wünsch* ~ tod/leid/krankheit,
        tod wünsch*, an den kragen, bedroh*, androh*, gewaltaufruf*, gewaltandroh*,
        gewaltverherrlich*,
        aufruf* ~ gewalt, aufruf* ~ straftat*, gewalt, anstift*, einschüchter*, todesdrohung*,
        terror*, extremis*, selbstjustiz, gewaltfantas*, gewaltphantas*, gewaltdarstell*,
        morddrohung*, nötig*, erpress*, kriegsverherrlich*, verherrlich*, hass und gewalt,
        schlägerei*, rache, racheakt*, vergeltung*, zu straftaten, böses ~ wünschen,
        angst mach*/einjag*, prügel*, billig* ~ straftat*,
        schlimmes ~ wünschen, unglück ~ wünschen, zu gewalt
    """,
    "identity_attack": f"""
        wegen ~ {_GROUND}, aufgrund ~ {_GROUND},
        gegen ~ minderheiten/ausländer/geflüchtete/frauen/muslime/juden/gruppen/migranten,
        ganze gruppen, ganzer gruppen, religionsveracht*, rassen*, rassis*, sexis*, antisemit*,
        homophob*, homofeind*, queerfeind*, transfeind*, transphob*,
        fremdenfeind*, ausländerfeind*, frauenfeind*, frauenverachtend*, menschenverachtend*,
        menschenfeind*, islamfeind*, muslimfeind*, behindertenfeind*, volksverhetz*,
        volksverhetzend*, hetze, hetzer*, hetzen, hetzt, hass*, hassrede*, diskriminier*,
        minderheit*, ausgrenz*,
        nationalsozialis*, ns verherrlich*, holocaust*, rechtsextrem*, linksextrem*, faschis*,
        ausländerhass, fremdenhass, judenhass, frauenhass, muslimhass, schwulenhass,
        stimmung* gegen, gegen menschen anderer, andersgläubig*, andersdenkend*, homosexuell*,
        bisexuell*, transsexuell*, intersexuell*, sexuelle* orientierung/identität,
        ganze/ganzer/ganzen völker/religionen/geschlechter/nationen/bevölkerungsgruppen,
        abfällig* ~ religion*/frauen/ausländer/minderheit*, sprüche über ~ frauen/ausländer,
        witze über ~ frauen/ausländer/minderheit*/behinderte/juden/muslime,
        teile der bevölkerung, verfassungsfeind*, behinderung herab*, pauschal*, hetzerisch*,
        chauvinis*, verhetz*,
        antiziganis*, vorurteil*, stammtischparole*, nach ~ herkunft, kulturell* herab*,
        religionsfeindlich*, nazi*, nationalistisch*, völkisch*
    """,
    "toxicity": """
        unangemessen*, unangebracht*, anstößig*, unhöflich*, respektlos*, geschmacklos*,
        unsachlich*, aggressiv*, feindselig*, polemik*, polemisch*, provokat*, provokant*,
        unpassend*, beleidigend*, verletzend*, niveaulos*, unfreundlich*, sonstig* ~ unzulässig*,
        ungehörig*, gehässig*, giftig*, abfällig*, rücksichtslos*, anderweitig* anstössig*,
        ausfällig*, grob, grobheit*, andere/anderer/jemanden verletz*, störend*, bösartig*,
        ungebührlich*, zynis*, zynisch*, pietätlos*
    """,
    "off_topic": """
        off topic, ohne bezug, am gegenstand vorbei, themenfremd*, am thema vorbei,
        nicht zum thema, ohne ~ bezug, ohne themenbezug,
        vom thema ab*, abschweif*, themenverfehl*, sachfremd*, nichts mit dem thema,
        nichts ~ zu tun, kein* bezug, fremde themen, nicht zum artikel, abseits des themas,
        ohne zusammenhang, anderen themen, themenwechsel
    """,
    "libel": """
        verleumd*, ungeprüft* ~ anschuldigung*, anschuldigung*, üble nachrede, übler nachrede,
        rufschädig*, rufmord, unwahre tatsachen*,
        falsche tatsachen*, falschbehaupt*, falsche behauptung*, unbelegt* ~ behauptung*,
        unbewiesen*, nicht belegbar*, vorverurteil*, verdächtigung*, unterstellung*, gerücht*,
        unbelegte*, haltlose*, denunz*, geschäftsschädig*
    """,
    "privacy": """
        namen ~ privatpersonen/nachbarn/dritter/kindern/opfern, private* nachrichten,
        privatadresse*,
        persönliche* daten, personenbezogen*, private* daten, private* angaben,
        private* informationen, persönliche* informationen, persönliche* angaben, telefonnummer*,
        handynummer*, adressen, adresse, anschrift*, e mail adresse*, mailadresse*, kontaktdaten,
        privatsphäre, intimsphäre, andere persönliche daten, persönlichkeitsrecht*, klarnamen,
        vertraulich*, bankdaten, briefwechsel, private ~ korrespondenz, namen ~ dritter,
        daten dritter, fotos ~ kinder*, fotos ~ dritter, fotos ~ personen, bilder ~ dritter
    """,
    "contempt_of_court": """
        verfahren kommentier*, laufende* verfahren, laufende* prozess*, laufende* ermittlung*,
        gerichtsverfahren,
        schwebende* verfahren,
        unschuldsvermutung
    """,
    "spoilers": "spoiler*, ende verraten, verraten ~ ende, handlung verraten, auflösung verraten",
    "copyright": """
        urheberrecht*, andere ~ rechte halten, rechte anderer, fremdes material, fremde inhalte,
        fremde bilder/fotos/werke, copyright*, geistiges eigentum, plagiat*, markenrecht*,
        rechte dritter,
        texte ~ kopier*, kopier* ~ texte, fremde texte, fremder texte, ganze artikel, raubkop*,
        abgeschriebene*, zitate ohne quelle*,
        ohne quellenangabe*, kopierte*, leistungsschutz*, urheberrechtlich geschützt*,
        urheberrechtlich geschützte texte
    """,
    "minors": "jugendgefährd*, kindeswohl*, jugendschutz*",
    "illegal": """
        rechtswidrig*, strafrechtlich*, strafbar*, illegal*,
        verfassungsfeindlich* kennzeichen/symbole/zeichen/inhalte, verfassungswidrig*,
        verbotene symbole/kennzeichen, gesetzwidrig*, straftat*, drogen, waffen, glücksspiel*,
        gegen ~ gesetz*, gegen geltendes recht, geltendes recht, betrug*, betrüger*, kriminell*,
        schadsoftware, viren, gesetzesverst*, suizid*, selbstmord*
    """,
    "misinformation": """
        verschwörung*, falschinformation*, desinformation*, fake news, falschmeldung*,
        falschnachricht*, lügen, unwahr*, fehlinformation*, irreführend*, propaganda, unwahrheiten,
        ohne beleg*, leugn*, verharmlos*
    """,
    "trolling": """
        troll*, getrolle, mehrfachkonten, mehrere konten, mehreren konten, mehrfachaccounts,
        mehrere accounts, zweitaccount*, mehrfachanmeld*, doppelaccounts, sockenpuppe*, störer,
        zweitkonto*, unter mehreren/verschiedenen namen, fake profile/profilen/profil,
        fake accounts/account, kampagnen
    """,
    "moderation_debates": """
        diskussion* ~ moderation, moderationsentscheidung*, kritik an der moderation
    """,
    "campaigns": """
        petition*, wahlwerbung, grundsatzdebatt*, gewinnspiel*, partnerprogramm*, parteiwerbung,
        parteipolit*, boykott*, spendenaufruf*, kampagn*,
        missionier*, politische werbung, politische propaganda, religiöse werbung,
        aufrufe zu demonstrationen, demonstrationsaufruf*, unterschriftensammlung*, wahlkampf*,
        kettenbrief*
    """,
    "quality": """
        unverständlich*, unleserlich*, sinnlos*, inhaltsleer*, inhaltslos*, zu lange*, überlang*,
        bilder, videos, einzeiler, bandwurm*, private unterhaltung*, privatgespräch*,
        private gespräche, zwiegespräch*, zwistigkeit*, privatfehden, streitereien, chatten,
        ki generiert*, parolen
    """,
    "sensitive": "spekulation*, spekulier*, mutmaßung*, spekulationen über ~ opfer*, mutmassung*",
    "advice": "medizinisch* rat*, rechtsberatung, anlagetipps, gesundheitstipps, heilversprechen",
    "links": """
        werbung, dauerwerbung, geschäftsanzeige*, rabattcode*, werbe*, werblich*, eigenwerbung,
        schleichwerbung, fremdwerbung, produktwerbung,
        reklame, kommerziell*, gewerblich*, spam*, link/links, verlinkung*, hyperlink*,
        kommerzielle links, affiliate*, kleinanzeige*, anzeigen, verkaufsangebot*, verkauf*,
        verkäuf*,
        produktangebot*, angebote, internetadressen, webadresse*, fremde webseiten,
        externe* ~ seiten, externe* link*, verweise auf, kauf ~ verkauf, vermarkt*, kundenfang
    """,
    "repeats": """
        mehrfachpost*, mehrfachbeitr*, mehrfach, mehrfache*, doppelpost*, doppelt*, mehrmals,
        wiederholt* ~ gleich*, wiederholte*, wiederholung*, gleichlautend*, identisch*, dieselbe*,
        denselben, immer wieder, massenhaft*, flut*, crossposting*, kopien, mehrfachveröffentlich*,
        mehrfachkommentar*
    """,
    "capitals": """
        großbuchstaben, großschreibung, versalien, grossschreibung, geschrei, schreien,
        durchgehend* gross*, caps lock, capslock, feststelltaste
    """,
    "language": """
        fremdsprach*, fremdsprachige kommentare, andere* sprache*, anderen sprachen, fremdsprachen,
        nicht deutsch*, nicht auf deutsch, auf englisch/französisch/türkisch/russisch
    """,
    "impersonation": """
        andere* person, anderer person, andere ausgeben, anderer ausgeben, falsche identität*,
        fremde* identität*, falsche* name*, fremde* name*, fremde identität*, identität ~ anderer,
        namen anderer, identitätsdiebstahl, unter falschem namen, name/namen eines/einer anderen,
        unter fremdem namen,
        jemand anderes, jemand anderer, anonyme kommentare, vortäusch*, als ~ andere* ausgeben,
        ausgeben als, für ~ ausgibt/ausgeben/ausgebt, als ~ ausgibt/ausgeben, vorgeben ~ sein,
        pseudonym*, fantasienamen, gefälschte identität*,
        geben ~ als ~ aus
    """,
    "name_of_the_author": """
        anstössig*/beleidigend*/obszön*/vulgär*/rassistisch*/unangemessen*/unpassend* nutzername*/
        benutzername*/nickname*/pseudonym*/name/namen,
        nutzername*/benutzername*/nickname* ~ anstössig*/beleidigend*/obszön*/vulgär*/rassistisch*/
        unangemessen*/unpassend*
    """,
    "word_list": "filter umgeh*, umgeh* ~ filter*, verfremdete schimpfw*, wortfilter",
}

_STAY = (
    "bleib/bleiben/bleibt/seid/seien/sei/verhalten/achten/achtet/"
    "wahren/wahrt/wahre/pflegen/pflegt/diskutieren/diskutiert/formulieren/kommentieren/argumentieren"
)

RULES = {
    "impersonation": """
        unter ~ eigenen/richtigen/echten/vollen namen, ihren/deinen/euren echten/richtigen namen
    """,
    "toxicity": f"""
        auf augenhöhe, ton ~ wahren, ton ~ wahrt, mit anstand,
        begegnen ~ respekt*/anstand/höflich*,
        {_STAY} ~ höflich*/sachlich*/freundlich*/respektvoll*/fair/fairen/fairer/anständig*/nett*/
        tolerant*/umgangston/ton/netiquette/anstand/konstruktiv*/rücksichtsvoll*/zivilisiert*/
        würde/gesittet,
        höflich formuliert, achtsam, lieb zueinander, nett zueinander, fair zueinander,
        freundlich zueinander, respektvoll* umgang, fairen umgang, fairer umgang, fairem umgang,
        respektvoll* miteinander,
        höflich* umgang, höfliche* ton,
        sachliche* ton, freundliche* ton, freundlich* umgang, respektvoll* ton, respektvoll,
        gegenseitige* respekt,
        respektieren sie ~ meinung*/andere*/nutzer*/menschen/teilnehmer*,
        respektiere* ~ meinung*/andere*, respektiert ~ meinung*/andere*, mit respekt,
        behandeln sie ~ respekt*, behandeln sie ~ wie, behandelt ~ wie, behandle ~ wie,
        so ~ wie sie selbst, guten ton, guter ton, umgangston, ton macht die musik,
        sachlich und höflich, höflich und sachlich, höflichkeit, sachlichkeit, fairness, rücksicht
    """,
    "personal_attack": """
        nicht die person, nicht den menschen, nicht gegen personen, nicht personen,
        statt ~ person*, nicht persönlich werden, nicht persönlich, nicht den autor, nicht ~ autor*
    """,
    "profanity": """
        achten sie auf ihre sprache, auf ihre ausdrucksweise, auf ihre wortwahl,
        achtet auf ~ sprache, achtet auf ~ wortwahl, achten sie auf ~ wortwahl, gepflegte sprache,
        sprache sauber, saubere sprache, sauber bleiben, anständige sprache
    """,
    "off_topic": f"""
        {_STAY}/bezieh*/beschränk*/konzentrier*/halten/haltet ~ thema/
        sache/artikel/beitrag/text/themas,
        bleibt/bleib/bleiben beim, bleiben sie beim, beim thema, am gegenstand, beim gegenstand,
        gegenstand des artikels, zum thema, an das thema, ans thema, an das jeweilige thema,
        beim thema bleiben, zur sache, auf das thema, am thema,
        auf den artikel, bezug zum thema
    """,
    "privacy": """
        privatsphäre ~ respektier*, respektieren ~ privatsphäre, schützen ~ privatsphäre,
        achten ~ privatsphäre, schützen ~ daten, achten ~ persönlichkeitsrecht*,
        respektieren ~ persönlichkeitsrecht*
    """,
    "misinformation": """
        nenne*/nennt/belegen/belege/belegt/angeben ~ quelle*, quelle* ~ angeben/nennen,
        bleiben sie bei der wahrheit, bei den fakten, bei der wahrheit, wahrheitsgemäss
    """,
    "language": """
        nur auf deutsch, auf deutsch, in deutscher sprache, nur deutsch, auf deutsch verfass*,
        deutsche sprache
    """,
    "copyright": """
        beachten ~ urheberrecht*, respektieren ~ urheberrecht*, achten ~ urheberrecht*,
        eigene worte
    """,
    "illegal": "halten ~ gesetze, beachten ~ gesetze, an geltendes recht, halten ~ recht",
    "repeats": "nur einmal, einmal reicht, einmal genügt",
}

OTHER = """
    ihre e mail adresse, deine e mail adresse, ihre mailadresse, ihre daten, ihr name, ihren namen,
    ihren vollen namen, wiederholte* verstösse*/verstoss, spam filter*, spamordner, spamverdacht,
    impressum, datenschutzerklärung,
    meld* ~ beleidig*/verstösse/spam/rassis*/droh*, hasskriminalität melden
"""
