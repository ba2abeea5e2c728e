# ruff: noqa: E501 -- the marks lengthen the lines
"""Policies in Markdown, in HTML, in columns and in German, marked as in `posted_in_prose`."""

COUNCIL = """\
# Have your say: ground rules

We *encourage* everybody in the borough to comment on plans.

## We welcome

- strong opinions, also about threats to local nature
- criticism of the council, its officers and its policies
- humour

## We remove

- **{identity_attack: Discriminatory remarks}** about any part of the community
- {personal_attack: name-calling}, {threat: intimidation} and {personal_attack: harassment} of other residents
- {person: party-political campaigning}, in particular **before an election**
- {links: links to shops}
- {person: photographs of children}

### How we moderate

We do not approve comments in advance. Officers look in every morning. If your comment was hidden,
you can [ask why](https://borough.example/hate-speech-and-spam).

| Please do | Please don't |
|-----------|--------------|
| keep to the plan under discussion | {capitals: shout in capital letters} |
| say what you would change | {profanity: swear} |
| ask questions | {repeats: post the same objection repeatedly} |
"""

PORTAL = """\
<html><head><title>Threats and spam | Valley News</title>
<style>.racist { color: red }</style><script>if (a < b) { ban("insults"); }</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/crime">No insults</a></li></ul></nav>
<h1>Comment policy</h1>
<p>Valley News invites comments of up to 2,000 characters. We don&rsquo;t tolerate <b>{identity_attack: racism}</b>,
{identity_attack: sexism} or {personal_attack: bullying}.</p>
<p>You agree <em>not</em> to:</p>
<ul>
<li>use <strong>{profanity: vulgar language}</strong>;</li>
<li>{threat: threaten} anyone&nbsp;or {threat: call for violence};</li>
<li>post {person: off-topic comments} &amp; {person: conspiracy theories};</li>
<li>{links: sell goods or services};</li>
<li>{author_name: impersonate our journalists}.</li>
</ul>
<p>Comments remain the property of their authors. We may quote them in our newsletter, without
payment.<br>Users who repeatedly break the rules lose their account.</p>
<footer>&copy; Valley News. Do not copy without permission.</footer>
</body></html>
"""

CLUB = """\
GARDENING CLUB NOTICE BOARD

DO                                  DON'T

Be friendly to beginners            {profanity: Swear}, even mildly
Share your seeds and tips           {links: Advertise plants for
                                    sale}
Stay on topic                       {personal_attack: Pick on other members}
Say thank you                       {person: Talk party politics}
                                    Post {person: other people's photos}

Messages stay up for a year. Ask the secretary if you cannot log in.
"""

NETIQUETTE = """\
Netiquette

Wir freuen uns über Ihre Meinung! Kritik an unserer Berichterstattung ist ausdrücklich erlaubt. Damit
die Diskussion für alle angenehm bleibt, gelten folgende Regeln:

1. {toxicity: Bleiben Sie höflich}. {personal_attack: Persönliche Angriffe}, {personal_attack: Beleidigungen} und {person: üble Nachrede} werden gelöscht.
2. {identity_attack: Rassistische}, {identity_attack: frauenfeindliche} oder {identity_attack: antisemitische Äußerungen} sind verboten, ebenso {threat: Aufrufe zu Gewalt}.
3. Bitte verzichten Sie auf {profanity: Kraftausdrücke} und {profanity: Fäkalsprache}.
4. {links: Werbung und kommerzielle Links} sind nicht gestattet.
5. {person: Bleiben Sie beim Thema}.
6. Veröffentlichen Sie keine {person: Adressen, Telefonnummern oder andere persönliche Daten}.
7. {person: Urheberrechtlich geschützte Texte} dürfen nicht eingestellt werden.
8. {author_name: Geben Sie sich nicht als andere Person aus}.

Nicht erwünscht sind außerdem:
- {repeats: Mehrfachbeiträge}
- {capitals: Texte in Großbuchstaben}
- {language: fremdsprachige Kommentare}
- {person: Verschwörungstheorien}

Wir prüfen Kommentare nicht vorab. Ein Anspruch auf Veröffentlichung besteht nicht. Sie müssen
nicht Ihren echten Namen verwenden. Vielen Dank für Ihre Hilfe!
"""

MAGAZIN = """\
## So diskutieren wir

Ihre Kommentare sind uns wichtig – auch kritische. Wir löschen nichts, nur weil es uns nicht gefällt.

**Das geht nicht:**

* {personal_attack: Beschimpfungen} und {personal_attack: Mobbing}
* {threat: Drohungen aller Art}
* {identity_attack: Volksverhetzung}, {identity_attack: Diskriminierung} wegen Herkunft oder Religion
* {person: Spekulationen über Opfer}

**Das wünschen wir uns:**

* Argumente statt Parolen
* Humor

Beiträge, die {profanity: obszöne} oder {toxicity: anderweitig anstößige Inhalte} enthalten, schalten wir nicht frei. Wer {links: Spam} verbreitet,
wird gesperrt.
"""

ALL_WITH_MARKUP = {
    "council": COUNCIL,
    "portal": PORTAL,
    "club": CLUB,
    "Netiquette": NETIQUETTE,
    "Magazin": MAGAZIN,
}
