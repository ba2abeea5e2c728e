# ruff: noqa: E501 -- the marks lengthen the lines
"""Policies in prose and plain lists, each prohibition marked in place as `{kind: its words}`.

A kind is an attribute, or, where no classifier measures it, what can tell that it is broken.
"""

BROADCASTER = """\
House rules

We want our comment pages to be a place where everyone feels able to take part. By commenting you
agree to these rules.

1. Comments must be relevant to the programme. We may remove posts that {person: wander off the subject}.
2. {toxicity: Be considerate} of other listeners. You may disagree as strongly as you like, but do not {personal_attack: insult}, {personal_attack: bully} or {threat: threaten} anybody.
3. No {profanity: swearing}. That includes words in which some letters are stars.
4. Comments which are {identity_attack: racist}, {identity_attack: sexist}, {identity_attack: homophobic} or {toxicity: otherwise objectionable} will be taken down.
5. Nothing that could {person: prejudice a trial}, please. If a case is before the courts, we close comments.
6. Do not give away {person: phone numbers, postal addresses} or other people's personal information.
7. {links: Advertising and spam} are not permitted.
8. Never post the {repeats: same message more than once}.
9. We {language: only accept contributions in English}, Welsh or Irish.
10. Do not {author_name: pretend to be} someone else.

Our moderators do not check comments before they appear. We cannot reply to every complaint. Thank
you for keeping the conversation going; criticism of our own programmes is very welcome.
"""

LOCAL_PAPER = """\
Readers are invited to join the debate. The Harbour Post does not edit comments and is not legally
responsible for them. {person: Libellous}, {toxicity: abusive} or {profanity: obscene remarks} will not be published, and comments containing
{person: personal details} of private individuals or {links: links} to commercial websites are deleted. Criticism of the council
and its members is welcome, {personal_attack: personal attacks} are not. Whoever keeps {links: spamming} will be barred.
The editor's decision is final. Please use the report button if you see anything that worries you.
"""

QUESTIONS = """\
Frequently asked questions about comments

Q: Who can comment?
A: Anyone with a library card. You do not need to give your real name.

Q: Why has my comment not appeared?
A: Comments are read by a member of staff first. That can take a day at weekends.

Q: Can I {links: promote my business}?
A: No. The same goes for {links: affiliate links}.

Q: May I criticise a councillor?
A: Yes, of course. Criticise what they do; don't {personal_attack: attack} who they are.

Q: What kind of comment do you take down?
A: Anything with {profanity: foul language}, {identity_attack: hate speech} or {threat: threats}, {person: copyrighted text} and {person: accusations of crime}.

Q: Why was I suspended?
A: Usually because you kept {person: derailing} threads or {repeats: flooded} the page with identical posts. A suspension
lasts a week and can be appealed.
"""

LEGAL = """\
TERMS OF PARTICIPATION

1.1 These terms do not affect your statutory rights. We are under no obligation to monitor the
forum and accept no liability for what members post.
1.2 You grant us a non-exclusive licence to publish your submissions. You may not assign your
account to another person.

2. ACCEPTABLE USE

2.1 You undertake not to submit any material which:
(a) is {person: defamatory}, {threat: threatening} or {personal_attack: harassing};
(b) contains {profanity: indecent language};
(c) {identity_attack: incites hatred against any group} by reason of race, religion or age;
(d) {person: infringes any intellectual property right};
(e) {author_name: impersonates any person or misrepresents your affiliation} with them;
(f) constitutes {links: unsolicited commercial communication};
(g) contains {person: software viruses}; or
(h) is {toxicity: otherwise offensive}.

2.2 Nothing in clause 2.1 prevents you from reporting matters of public interest, even if they
are embarrassing to the persons concerned.

3. CONSEQUENCES

3.1 We may, without giving reasons, suspend an account. You will be notified by e-mail.
"""

POSITIVE = """\
How we talk here. {toxicity: Be kind}. {person: Stick to the point} of the article. {personal_attack: Challenge ideas, not people}. {profanity: Watch your language}:
children read this page. {person: Respect other people's privacy}. Take your finger {capitals: off the caps lock}. {repeats: Post a
thought once}, not five times. Do not {person: give the ending away}. We love jokes, local knowledge and
photographs of boats. It costs nothing and you can leave at any time.
"""

SHORT = """\
We like arguments but not {personal_attack: abuse of other people}. {profanity: Cursing}, {identity_attack: bigotry} and {links: self-promotion} go straight in the bin.
Anything else in {toxicity: bad taste} may go too. Enjoy!
"""

ALL_IN_PROSE = {
    "broadcaster": BROADCASTER,
    "local paper": LOCAL_PAPER,
    "questions": QUESTIONS,
    "legal": LEGAL,
    "positive": POSITIVE,
    "short": SHORT,
}
