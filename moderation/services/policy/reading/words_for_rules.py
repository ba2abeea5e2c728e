"""English words for what a rule can count, rules stated positively, and look-alikes."""

NAMED = {
    "links": """
        advert*, ad, ads, spam*, commercial*, link/links/linking, hyperlink*, url*, web address*,
        promotion*, promotional, self promot*,
        your newsletter, your channel, your podcast, your blog, peddl*, your wares,
        drum* up ~ business,
        drum* up trade,
        promot* ~ newsletter/channel/podcast/blog/page/project/band/practice/patreon,
        promot* ~ business*/product*/service*/company/website/shop/book/event*/brand*/yourself/
        goods,
        plug/plugs/plugging,
        marketing, market ~ goods/products/services, solicit*, unsolicit*, sell*, sale/sales,
        for sale, sales pitch*, affiliate*, referral*, sponsor*,
        product placement, product recommendation*, touting, tout, hawk*, flog*, shameless plugs,
        business offers, job offers, pyramid scheme*, multi level marketing, mlm, get rich quick,
        junk mail, junk, websites of your own, own website*, own blog*, own business, own products,
        your business, your company, your shop, your product*, buy and sell, buying or selling,
        trading,
        offers of goods, goods or services, products or services, products and services,
        discount codes, coupon*, promo codes, cryptocurrenc*, search engine optimi*, seo,
        backlink*, link dropping, link farms, clickbait,
        publicity, publicis*, business cards, estate agents, crypto
    """,
    "repeats": """
        duplicate* ~ comment*/post*/message*/content, duplicate/duplicates/duplicated,
        double post*, cross post*, crosspost*,
        repeat* ~ post*/comment*/message*/yourself/point/points/argument*/content, repetit*,
        repeated/repeating/repeat,
        same comment*/message*/text/post*/point/question/argument*/thing ~ twice/again/repeatedly/
        times/once/over,
        same comment/message/text/post/point/thing/story ~ under ~ articles,
        same comment/message/text/post,
        flood*, mass post*, bulk post*, multiple ~ posts/comments/copies, multiple times,
        posting several, identical ~ post*/comment*/message*/text*, copy pasta, copypasta,
        same ~ paragraph/sentence/question/point ~ under/below/again, identical paragraph*,
        bombard*,
        swamp*, keep* saying the same, same thing, bumping, bump your own,
        more than once, over and over, again and again, post* ~ twice, post* ~ repeatedly,
        excessive post*, too many comments, hog*, serial posting, several times
    """,
    "capitals": """
        capital letters, capitals, all caps, entirely in capitals, caps lock, capslock, upper case,
        uppercase,
        block capitals, block letters, shout*, caps, capitalis*, capitaliz*
    """,
    "language": """
        other languages, another language, foreign language*, languages other than,
        language other than, not ~ written in english, not in english, non english,
        not in ~ language, in any other language, foreign languages
    """,
    "impersonation": """
        impersonat*, pretend* to be, pretending to be, pose/posing/poses as, pass* ~ off as,
        passing ~ off as, someone else's name, somebody else's name, another person's name,
        another user's name, other people's names,
        name of another, names of others, names of other, false identity, false identities,
        fake identity, fake identities, false name*, fake name*, claim* to be, claiming to be,
        masquerad*, under ~ else's name, misrepresent* ~ identity/affiliation/yourself/who,
        misrepresent*, mislead* ~ about ~ who ~ you, assume ~ identity, assuming ~ identity,
        use* ~ identity of, anonymous comments/posts/contributions, pseudonym*,
        someone you are not, somebody you are not, someone you're not, someone else,
        pass* yourself off, posing as, you are someone, hide behind, username* ~ of others,
        identity theft, steal* ~ identity, borrow* ~ name,
        false pretences
    """,
    "name_of_the_author": """
        offensive/obscene/vulgar/abusive/inappropriate/rude/unsuitable/insulting/profane/indecent/
        unacceptable/objectionable username*/nickname*/handle*/alias*/pseudonym*/name/names,
        offensive/obscene/vulgar/abusive/inappropriate/rude/unsuitable user/screen/display/account/
        profile name/names,
        username*/nickname*/handle*/alias* ~ offensive/obscene/vulgar/abusive/inappropriate/rude/
        unsuitable/insulting/profane/indecent/unacceptable/objectionable,
        user/screen/display/account/profile name/names ~ offensive/obscene/vulgar/abusive/
        inappropriate/rude/unsuitable/insulting/profane/indecent/unacceptable/objectionable
    """,
    "word_list": """
        replac* letters ~ asterisk*/star*/symbol*, asterisk* ~ swear*, disguis* ~ words/swear*,
        masked swear*, masking ~ swear*, banned words,
        blocked words, forbidden words, certain words, brand names, filter evasion,
        circumvent* ~ filter*, evad* ~ filter*, get* round/around ~ filter*,
        bypass* ~ filter*, work around ~ filter, creative spelling*, deliberate misspelling*,
        obfuscat*, replac* letters, letters replaced, dodg* ~ filter*, trick* ~ filter,
        beat* ~ filter, cheat* ~ filter, fool* ~ filter, outwit* ~ filter,
        disguised swear*
    """,
}

_BE = "be/being/stay/remain/keep/keeping/staying"

RULES = {
    "toxicity": f"""
        {_BE} ~ civil/respectful/courteous/polite/kind/considerate/friendly/nice/decent/
        constructive/gracious/gentle/mature/reasonable/thoughtful/helpful/positive/mannerly/
        welcoming/cool/calm/agreeable/fair/pleasant/tolerant/tactful/neighbourly/neighborly,
        with ~ courtesy/kindness/tact/charity/consideration/grace, with politeness, with decency,
        with respect,
        keep ~ civil/respectful/courteous/polite/friendly/constructive/decent/pleasant,
        be well mannered, stay good natured, be good natured, keep a civil tongue,
        keep your temper, keep your cool, keep calm,
        treat ~ respect/courtesy/kindness/politeness/decency/respectfully/kindly/fairly/civilly,
        treat others as, show ~ respect/courtesy/consideration,
        respect ~ others/other/people/reader*/user*/member*/each/views/opinion*/opinions/one/
        everyone/moderator*,
        respect one another, mind your manners, mind your p's, good manners, common courtesy,
        basic courtesy, civility, be excellent to,
        disagree respectfully/politely/civilly/without/kindly/agreeably/courteously,
        disagree without being,
        respectful tone/language/disagreement, civil tone, polite tone,
        speak ~ as you would face to face, say ~ as you would face to face, as you would in person,
        to their face, to their faces, remember ~ human, remember the person,
        be/stay on your best behaviour/behavior,
        count to ten, civil discourse, mutual respect, good will, courtesy, politeness, be good to,
        be decent, act like adults, act like grown ups, act like an adult, behave as you would,
        behave yourself, must be civil/courteous/polite/respectful,
        speak/write/talk/comment/reply/respond ~ kindly/politely/respectfully/civilly/courteously,
        conduct themselves/yourself, argue in good faith,
        good faith, good humour
    """,
    "personal_attack": """
        attack*/criticise/criticize/challenge/debate/discuss/address/argue/tackle/target/play/
        judge/critique/question/dispute/go/comment ~ not/never ~ person/people/man/author/writer/
        individual/player/messenger/poster/commenter*/speaker/each/one/personality/personalities/
        them/who,
        the ball ~ not the man/woman/player/person,
        rather than ~ poster*/speaker*/reporter*/individuals,
        rather than ~ person/people/man/individual*/author/writer/commenter*/personalities/
        messenger/who,
        instead of ~ person/people/man/individual*/author/writer/commenter*/each, not the person,
        not the man, not the people, not people, not the player, not the writer, not the author,
        not the messenger, not the editor, not the artist, not the speaker, not the poster,
        not the reader, not the journalist, not the scientist, not the politician, not the cook,
        not players, never the author/writer/researcher/person/speaker/poster/player/people,
        not who said, never with who, not with who, spare the person/author/writer,
        hard on ideas ~ people, don't make it personal, not make it personal,
        keep personalities out, leave personalities out, don't get personal, not get personal,
        who they are, without attacking, without insulting, leave ~ personal out
    """,
    "profanity": f"""
        {_BE} ~ clean, keep ~ family friendly, family friendly, keep it pg,
        keep ~ suitable for ~ family/families/children, suitable for all ages,
        suitable for ~ children/family/families, mind/watch/moderate/temper your language,
        mind/watch your tongue/mouth, decent language, clean language, language clean,
        use ~ temperate/moderate/proper/seemly/civilised/civilized language,
        use ~ language ~ child/children/grandmother/family, children read/reading/may read,
        fit for family, fit for a family, wash your mouth
    """,
    "off_topic": f"""
        {_BE} ~ on topic, {_BE} ~ relevant, {_BE} ~ on ~ subject/point,
        keep/stick/stay/keeping/sticking/confine* ~ to ~ topic/subject/point/matter/issue/issues/
        article/discussion/story/theme/question/plan/debate/thread/programme/program/text/episode/
        work,
        stick to ~ discussed,
        stick/sticks/keep to the/this, stick to what, stick with ~ topic/subject, relevant to,
        relate to ~ topic/article/subject/story/issue/discussion/programme/program/post/report,
        stay with ~ topic/story/subject/point,
        related to ~ topic/article/subject/story/issue/discussion, pertinent to, on topic,
        address ~ topic/subject/article, respond to ~ article/what ~ written, about the article,
        about the topic, focus* on ~ topic/subject/issue/issues/article/argument,
        read the article/story/piece before, read ~ before you comment/commenting, to the point
    """,
    "privacy": """
        respect ~ privacy, protect ~ privacy, keep ~ private/confidential, keep ~ personal ~ out,
        protect ~ personal data, respect ~ private life, mind ~ privacy, leave ~ names out,
        keep ~ names out, keep ~ children's names
    """,
    "misinformation": """
        be truthful, be honest, be accurate, tell the truth, stick to the facts, stick to facts,
        keep to the facts, stay factual, be factual, check your facts, check ~ facts,
        get your facts straight, facts not fiction, be able to back,
        cite/name/state/quote ~ source/sources, back ~ up, source/sources ~ claims
    """,
    "capitals": """
        caps lock off, off ~ caps lock, off the caps lock, turn off caps, lower case, don't shout,
        lowercase
    """,
    "repeats": """
        post* ~ only once, say it once, once is enough, only once, post ~ once, one comment per,
        once not, post once
    """,
    "language": """
        in english only, english only, only in english, only ~ english, must be ~ in english,
        write/post/comment ~ in english, use english, in plain english, {languages},
        must be written in, language of the site, language is english
    """.replace(
        "{languages},",
        "only in french, only in german, only in spanish, only in welsh, written in english,",
    ),
    "copyright": """
        respect ~ copyright*, your own work, own words, be original, must be original,
        keep ~ original, respect ~ intellectual property
    """,
    "illegal": """
        keep it legal, be legal, obey the law, respect the law, comply with ~ law/laws,
        within the law, must be lawful, stay legal
    """,
    "interests": """
        declare/state/reveal/mention ~ interest*, interest* to declare,
        disclose ~ interest*/affiliation*/connection*,
        be open about ~ interest*
    """,
    "links": """
        keep ~ commercial out, leave ~ business at/out, non commercial
    """,
    "spoilers": """
        mark ~ spoiler*, hide ~ spoiler*, tag ~ spoiler*, warn ~ spoiler*
    """,
    "contempt_of_court": """
        leave ~ to the courts, respect ~ court*, innocent until, presumption of innocence,
        presumed innocent
    """,
    "impersonation": """
        be yourself, speak for yourself, post as yourself, use your own identity,
        use your real/own name, under ~ own/real name, sign ~ own/real name
    """,
    "trolling": """
        one account per/each/only/for, one login, one account is, single account, only one account
    """,
}

OTHER = """
    publish/show/display/sell/rent ~ your email address*,
    publish/show/display/sell/rent ~ your e mail address*,
    repeat/persistent/first/serial offender*, repeated offender*, repeat infring*,
    anti discrimination, anti harassment, anti abuse, anti bullying, anti hate, anti racis*,
    email/mail address* ~ never/not ~ shown/published/shared/displayed/disclosed,
    report* ~ abuse/threat*/insult*/spam/racis*/offensive/abusive/hate, report abuse,
    abuse report*, report button, abuse button, abuse of ~ report*/service/system/function/button,
    abuse ~ report*/service/system/function/button, flag* ~ abuse/offensive/abusive,
    threat* of ~ closure/extinction/war/flooding,
    threat* to ~ nature/jobs/wildlife/species/environment/democracy/health, under threat,
    hate crime reporting, anti spam, spam filter*, spam folder, junk folder, profanity filter*,
    swear filter*, personal data ~ processed/stored/policy/protection,
    privacy policy/notice/statement, data protection, copyright remains/stays/in your,
    copyright notice,
    link in ~ email/mail, link below, link above, links below, share button, this link, the link,
    following link, permalink, moderation policy, advertising department, advertisers,
    commercial use, sponsored by, your name,
    share your views/thoughts/opinion*, open to abuse, crime and, crime news, crime reporter,
    crime reports, drug policy, politics desk, politics section, photo credit, race report*,
    is/are bad manners, is/are rude, gilt/gelten als spam, count/counts as spam, mean*/meant that,
    by no means, email/mail address will not be, email/mail address is/stays,
    your email/mail address, ad free, in the court of public opinion, identity card,
    human race, with respect to, with all due respect, sexual/criminal offence*/offense*,
    be disclosed to, may be disclosed,
    without prejudice, prejudice to, programming language
"""
