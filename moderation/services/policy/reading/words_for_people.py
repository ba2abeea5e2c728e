"""English words for what only people can judge, by topic."""

NAMED = {
    "sexual": """
        sexually explicit, sexually suggestive/oriented,
        sexual content/material/imagery/images/acts,
        sexual remarks/comments/references/advances, sexual, pornograph*, porn, nudity, naked,
        erotic*, x rated, adult content/material, lascivious images, fetish*
    """,
    "minors": """
        harmful to minors/children, harm to minors, harm* ~ minors, exploit* ~ minors/children,
        endanger* ~ children/minors, groom*, child exploitation
    """,
    "stalking": "stalk*, cyberstalk*",
    "interests": """
        conflict* of interest*, undisclosed interest*, vested interest*, hidden interest*
    """,
    "off_topic": """
        off topic, off the topic/subject/point, off subject, irrelevan*, unrelated, not relevant,
        not related, not relat* to,
        not ~ about ~ article/topic/subject/story, nothing to do with, no relation to, digress*,
        derail*, thread jack*, threadjack*, hijack*, stray* ~ topic/subject/point, stray* from/off,
        wander* ~ topic/subject/point, wander* off, going off on, tangent*, change the subject,
        changing the subject, unconnected with/to/from, does/do not relate,
        not address ~ topic/subject/article,
        drift* ~ topic/subject, drift* off, whatabout*, off thread, sidetrack*, not on topic,
        not pertain*, foreign to the/this, without ~ relevance, without ~ connection, no bearing on,
        no connection with/to,
        side issues, pet topics, not about the, go* off at a tangent, bang* on about, off piste,
        hobby horses, hobbyhorses, axe to grind, bears no relation
    """,
    "libel": """
        not been charged/convicted, unproved/unproven/untested ~ accusation*/allegation*,
        libel*, defam*, slander*, calumn*, false accusation*, unproven accusation*,
        false statements about,
        unproven/unfounded/unsubstantiated/unverified/baseless claims/allegations/accusations/
        rumours/rumors,
        unsupported claims/allegations, accus* ~ crime*, accus* ~ of, accusation*,
        damag* ~ reputation*,
        harm* ~ reputation*, injur* ~ reputation*, reputation of others,
        alleg* ~ wrongdoing/crime*, allegations,
        rumour*, rumor*, gossip, hearsay, tittle tattle, assum* ~ guilt, speculat* about ~ guilt,
        innuendo about
    """,
    "privacy": """
        personal information/data/details/info, private information/data/details/matters,
        phone number*,
        telephone number*, e mail address*, email address*, home address*, postal address*,
        street address*,
        address/addresses ~ phone*, contact details/information/data, dox*, doxx*, confidential*,
        privacy,
        private life/lives, private messages/correspondence/conversations/emails/individual*,
        screenshots of ~ private/messages/chats/conversations, hand* out ~ address*/number*/name*,
        pass* on ~ address*/number*/name*/details, someone's/somebody's/other people's private,
        other people's ~ addresses/affairs/business/secrets, who a child, personal lives,
        identif* ~ person/people/victim*/child*/minor*/individual*,
        identity of ~, other people's details, real name of, real names of, real identity,
        bank details,
        credit card*, names and addresses, whereabouts, where ~ live/lives/works,
        photos/photographs/pictures of ~ people/person/child*/others/neighbo*,
        name ~ suspects/victim*/accused/minor*/child*/neighbo*/teacher*/staff/pupils,
        naming ~ victim*/suspects/child*/people, health information,
        medical records, someone else's address, number plates, license plates, licence plates,
        trade secrets,
        personally identif*, disclos*, reveal* ~ identit*, reveal* ~ names, out ~ person/people,
        outing
    """.replace("identity of ~,", "identity of, identities of,"),
    "contempt_of_court": """
        contempt of court, contempt, sub judice,
        prejudic* ~ trial*/proceeding*/case*/jury/court/hearing/inquir*/justice,
        court case*, court proceeding*, legal proceeding*,
        ongoing/pending/active/current/live trial*/case*/proceeding*/investigation*/inquir*,
        live court, before the court/courts, criminal proceeding*, police investigation*,
        on trial, court order*, court reporting restriction*,
        reporting restriction*, injunction*, juror*, jury, ongoing ~ investigation*,
        active proceedings, guilt or innocence,
        guilt of, trials in progress, pending litigation, interfere ~ justice, course of justice,
        speculat* about ~ case*,
        prejudice a/any/the/ongoing/active
    """,
    "spoilers": """
        spoiler*, giv* ~ ending*/plot*/result*/outcome*/twist* away, giv* it away,
        reveal* ~ ending/plot/endings/result*/twist*/outcome, plot details, plot twist*,
        spoil* ~ ending/plot/book/film/episode/show/series, giv* away ~ ending*/plot*, how ~ ends,
        who ~ dies/wins, untagged spoiler*,
        unmarked spoiler*, what happens next
    """,
    "copyright": """
        copyright*, intellectual property, plagiaris*, trademark*, trade mark*, database right*,
        pirat*, infring*,
        copy* ~ text/texts/articles/material/content, copied ~ from, copy and paste,
        copying and pasting, pasted ~ from, cut and paste, lifted from, texts by others,
        someone else's work, somebody else's work, other people's work, whole articles,
        entire articles, full articles, paste/pasting/pasted ~ articles/text/passages,
        copy* ~ paragraph/passages, long quotations, torrent*, bootleg*, illegal streams,
        tracing ~ work,
        moral rights, third party rights, rights of third parties, rights of ~ third party,
        work ~ not yours, not ~ your own work, patents, ticket touting
    """,
    "illegal": """
        illegal*, unlawful*, against the law, break* the law, criminal activit*, criminal offence*,
        crime*, criminal*, drug*, weapon*,
        fraud*, scam*, hack*, malware, virus*, malicious code, phishing, gambling, counterfeit*,
        stolen goods, child abuse, sexual abuse, breach the law,
        violat* ~ law/laws/rights, break* ~ law/laws, contraven* ~ law/laws, official secrets,
        national security, firearms, trespass*, money laundering,
        underage, self harm, selfharm, encourag*/promot*/glorif* self harm, suicid*, glamoris*,
        glamoriz*, eating disorder*, alcohol,
        tobacco, illicit, vandalis*, poach*
    """,
    "misinformation": """
        misinform*, disinform*, fake news, false information, false claims, falsehood*, conspirac*,
        misleading*, mislead, hoax*, deliberate lies, lies, lie about, lying, untrue,
        untruth*, knowingly false, propaganda, pseudoscien*, deceptive*, deceiv*, deceit*,
        false or misleading, known to be false, dishonest*, inaccurat*, half truths,
        false, manipulated/doctored images/pictures/photos, deepfake*, unverified information,
        made up, anti vax*, debunked, deni* ~ holocaust/climate
    """,
    "trolling": """
        troll*, bait*, sealion*, stirring, stir up, stir* trouble, stir* the pot, wind* ~ up,
        winding up, provoke ~ users/readers/others/reactions/arguments,
        troublemak*, trouble making, disrupt*, sabotage*, brigad*, astroturf*, shill*,
        sock puppet*, sockpuppet*, multiple accounts, several accounts, second account,
        more than one account,
        duplicate accounts, further account*, another account, additional account*, new account,
        multiple identities, more than one identity/name, several names, changing names,
        ban evasion, evade a ban,
        vote manipulation, fake accounts, fake reviews, bot accounts, bots, organised campaigns,
        coordinated campaigns, orchestrated campaigns, backseat moderat*, picking fights,
        pick fights, start fights, attention seeking, monopolis*, monopoliz*, alts, alt accounts,
        burner accounts, throwaway accounts, several profiles,
        new profiles, set* up ~ new profile*/account*, open* ~ new account*, more than one profile,
        dominat* ~ discussion/conversation/debate/thread,
        filibuster*, grandstand*, soapbox*, rant*, off colour jokes, argument for argument's sake
    """,
    "moderation_debates": """
        discuss* ~ moderation, complain* about ~ moderation/moderators/removal,
        question* ~ moderators, comments about moderation, moderation decisions,
        argu* with ~ moderators,
        argument*/discussion*/debate*/question* about ~ moderation/moderators,
        disput* ~ moderators, moderation complaints,
        complaints about moderation, challenge ~ moderators, discussing moderation
    """,
    "campaigns": """
        petition*, party political, election campaign*, political campaign*, campaign*, canvass*,
        proselyti*, preach*, electioneering, party politics, political advertis*,
        political slogans, slogans,
        boycott*, fundrais*, appeals for money, crowdfund*, donation requests, begging,
        chain letters/messages, leaflet*, religious tracts,
        talk*/discuss*/discussion* ~ politics/religion,
        political discussion*, recruit*, voting advice, endorse candidates,
        political broadcasts, political debates, political messages, missionary, evangelis*
    """,
    "quality": """
        monologue*, filler, filler posts, shitpost*, word salad, essays, walls of text,
        wall of text,
        machine written, ai written, read only the headline, headline only, without reading,
        droning,
        drone* on, ramblings, rambling, add/adds/adding nothing, contribute/contributes nothing,
        gibberish, nonsense, meaningless, incoheren*,
        unintelligible, unreadable, illegible,
        content free, one word comments, one word replies, one liners, me too posts,
        pointless posts, low effort, low quality, low value,
        excessive* ~ punctuation, exclamation marks, emoji only, emojis, emoticons, text speak,
        txt speak, txtspeak, textspeak, leetspeak, overlong, overly long, very long,
        excessively long, long winded, ascii art, memes, gifs,
        images, pictures, photos, videos, attachments, file uploads, signature*, large quotes,
        quote entire, quoting entire, html code, code, machine generated, ai generated,
        generated by ai, chatbot*, artificial intelligence,
        written by ~ machine/software/bot/ai, first comments, thread bumping, bump*, necropost*,
        graphic images/content/descriptions, gory, gore, cross talk, private conversations,
        personal conversations, private chat*,
        personal disputes, private disputes, private feuds, old grudges, feuds, grudges,
        letters to the editor, open letters, poems, surveys, polls, questionnaire*,
        language model*, chatgpt, llm, llms, bot written, written by ai
    """,
    "advice": """
        medical advice, legal advice, financial advice, investment advice, investment tips,
        diagnos*, health advice, self promotion of treatments, miracle cures, dosage*,
        betting tips, stock tips, dangerous advice,
        treatment advice, prescription*
    """,
    "trade": """
        classified ads, personal ads, dating, swaps, ticket sales, tickets for sale, resale
    """,
    "sensitive": """
        speculat*, insensitive about ~ dead, dead ~ relatives, victim blaming, blaming ~ victims,
        accident victims, grieving, bereaved, tragedies, the deceased, age of ~ child*,
        politici* ~ tragedy
    """,
}
