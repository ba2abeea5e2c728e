"""English words for what the attributes measure, by stem."""

_PERSON = (
    "person/persons/people/people's/user/users/commenter*/commentator*/poster/posters/reader*/"
    "contributor*/member*/author*/writer*/journalist*/reporter*/moderator*/staff/other/others/"
    "anyone/anybody/someone/somebody/everyone/each/individual*/participant*/visitor*/neighbour*/"
    "neighbor*/resident*/columnist*/editor*/colleague*/student*/guest*/listener*/viewer*/bloggers/"
    "fellow/player*/fan/fans/columnists/presenter*/speaker*/one/victim*/family/families/them"
)

_GROUP = (
    "race/religion/gender/sexuality/ethnicity/disability/nationality/origin/faith/belief/women/men/"
    "foreigners/refugees/immigrants/migrants/travellers/minorities/communities/muslims/jews/"
    "christians/disabled/gay/trans/skin/colour/color/age"
)

NAMED = {
    "profanity": """
        profan*, obscen*, vulgar*, swear*, curse/curses/cursing, cuss*, expletive*, foul language,
        foul mouth*, foul words, bad language, bad words, coarse language, coarse words, coarse,
        crude language, crude, crude words, crudity, strong language, four letter words/word,
        dirty words/language/jokes, filth, filthy language, filthy, gutter language, gutter talk,
        indecen*, lewd*, smut*, ribald*, blasphem*, cursewords, curse words, rude words, f word,
        f bomb*, f words, x rated language, adult language, mature language, explicit language,
        salty language,
        colourful/colorful language, blue language, unparliamentary language, potty mouth,
        offensive words, offensive swear*, crass*, raunchy, effing, blinding and, bawdy, risqué,
        sexual language, sexual innuendo*, innuendo,
        toilet humour/humor, impolite language, improper language, unsavoury language,
        inappropriate language, language that you would not, intemperate language, dirty,
        scatolog*, turn/turns/turning the air blue, sweary, sweariness, cussed, effin,
        eff and blind,
        effing and, toilet mouth, locker room talk/language, coarse talk, crude talk,
        bad mouthing words,
        not/couldn't/can't/cannot ~ say on air/radio/television, lascivious, licentious, prurient,
        naughty words, language unfit,
        swearword*, family unfriendly, not safe for work, nsfw, ~
    """.replace(", ~", ""),
    "personal_attack": f"""
        personal attack*, personal abuse, personal insult*, personal remark*, personal jibe*,
        personal criticism, personal slight*, personally attack*, personally abusive,
        personal comments,
        insult*, ad hominem*, name calling, call* ~ names, call* names, attack* ~ {_PERSON},
        attack* on ~ {_PERSON}, attack/attacks/attacking, verbal attack*, abuse ~ {_PERSON},
        abuse of ~ {_PERSON}, abuse directed/aimed at, abuse towards/toward/against,
        hurl* abuse, verbal abuse, verbally abus*, abusing, abuse, abusers, harass*, bully*,
        bullies,
        cyberbully*, cyber bully*, mobbing, belittl*, demean*, denigrat*, derid*, derision,
        disparag*, humiliat*, ridicul*, mock*, sneer*, taunt*, jeer*, goad*, smear*, vilif*,
        pick* on, gang* up, pile on*, piling on, pile ons, victimis*, victimiz*, ostraci*,
        witch hunt*, character assassination*, slag* off, put downs, putting ~ down, put ~ down,
        put down, bad mouth*, badmouth*, bash*, make fun of, making fun of, poke fun at, body sham*,
        shaming, shame ~ {_PERSON}, intimate/private insults, slagging, slanging, sling* mud,
        mud slinging, mudslinging, gratuitous abuse, gets/get/getting personal, personal vendetta*,
        be personal, flaming, flame wars/war, flame, flames, flamebait, flame bait,
        personalities rather, go* after ~ {_PERSON}, have a go at, having a go at, snide,
        bait ~ {_PERSON}, torment*, hound*, pester*, persecut*, malign*, scorn*,
        contempt for ~ {_PERSON},
        gratuitously attack*, attacks, invective, vitriol*, slights, slurs on ~ character,
        libel other,
        remark*/comment* ~ intelligence/looks/appearance/weight/body,
        someone's/person's/people's/user's/his/her/their ~ intelligence/looks/appearance/character,
        question ~ intelligence, run* ~ down, mean spirited, malicious*, spiteful*, catty, bitch*,
        personal ~ feuds, personal quarrels, be mean, disrespect* ~ {_PERSON}, offend ~ {_PERSON},
        talk* down to,
        call* ~ stupid/idiot*/moron*/ignorant/fool*/liar*/dumb/thick/clown*/worthless,
        have/having a pop/dig/crack, take/taking/takes a swipe/dig/pop, dogpil*, dog pil*,
        trash talk*,
        the person/people/human behind, play* the man, throw* mud, poison pen, abusive to/towards,
        cruel to/about ~ {_PERSON}, nasty to/about ~ {_PERSON}, rude to/about ~ {_PERSON},
        unpleasant to/about ~ {_PERSON}, name shaming, roasting, deadnam*, lay into, laying into,
        tear ~ down, tear into, dig at, digs at, jibes, gibes, cheap shots,
        cheap shot
    """,
    "threat": """
        threat*, incit*, call* for violence, call* to violence, calls to arms, violen*, glorif*,
        intimidat*, menac*, death wish*, wish* ~ death, wish* ~ harm, wish* ~ dead, wish harm,
        wishing harm,
        encourag* ~ violence, encourag* ~ harm, advocat* ~ violence, promot* ~ violence, terroris*,
        terror, extremis*, bloodshed, kill*, physical harm, bodily harm, harm to ~ others,
        harming, harm others, vigilant*, lynch*, blackmail*, extort*, physical force,
        encourag* ~ crime,
        encourag* ~ harm ~ others, celebrat* ~ violence, condon* ~ violence, endors* ~ violence,
        riot*, wish* ~ injury/ill/cancer/illness/dead/suffering, know where you/they live,
        anybody/anyone/somebody/someone/people/them to be hurt/harmed/beaten/killed/shot/hanged,
        should be shot/hanged/killed/beaten, come/coming after you/them/someone/people,
        watch your back,
        beat* ~ up, come round to ~ house, looking for a fight outside, brutal*,
        assault*,
        hurt/injure/harm anyone/anybody/someone/somebody/people/others,
        call* for ~ attack*, urg* violence, urg* ~ violence, fantasi* about, swat*, murder*
    """,
    "identity_attack": """
        hate speech, hate, incit* ~ hatred/hate, stir* up ~ hatred/hate, spread* ~ hatred/hate,
        promot* ~ hatred/hate, encourag* ~ hatred/hate, hatred, hateful*, hate filled,
        hate mongering, racis*, sexis*, homophob*,
        transphob*, biphob*, xenophob*, islamophob*, antisemit*, anti semit*, anti muslim,
        bigot*, discriminat*, slur*, racial*, ethnic slur*, misogyn*, misandr*, ableis*, ageis*,
        ageist,
        prejudiced, prejudice against, prejudices, stereotyp*, dehumanis*, dehumaniz*, supremac*,
        chauvinis*, sectarian*, neo nazi*, nazi*, fascis*, holocaust denial, intoleran*, casteis*,
        derogatory ~ race/religion/gender/group/groups/ethnic/sexual/disability,
        attack* ~ race/religion/gender/nationality/ethnicity/disability/faith/religious/minorit*/
        """.rstrip("/ \n")
    + f""",
        insult* ~ race/religion/gender/nationality/ethnicity/disability/faith/origin,
        demean* ~ group/groups/race/religion/gender, offensive on ~ grounds of,
        on ~ grounds of ~ race/religion/gender/sex,
        because of ~ race/religion/gender/origin/colour/color/faith,
        based on ~ race/religion/gender/sex/ethnicity/origin/disability, protected characteristic*,
        protected class*, marginalis*, marginaliz*, anti gay, anti immigrant, anti trans,
        queerphob*,
        tar* whole groups, dog whistl*, punch* down, whole groups/communities,
        gay/trans/immigrant/migrant/muslim/jew/foreigner/refugee/gender/lgbt* bashing,
        abuse/insults/attacks/hostility/harassment based on ~ {_GROUP},
        abuse/insults/attacks/hostility/harassment because of ~ {_GROUP},
        abuse/insults/attacks/hostility/harassment on grounds/basis of ~ {_GROUP},
        bile about/against/towards ~ {_GROUP}, hate about/against/towards ~ {_GROUP},
        abuse about/against/towards ~ {_GROUP}, jokes about/against/at ~ {_GROUP},
        contempt for/towards ~ {_GROUP}, stereotypes about/of ~ {_GROUP},
        remarks about/against ~ {_GROUP}, generalisations/generalizations about ~ {_GROUP},
        sneer* at/about ~ {_GROUP}, mock* ~ {_GROUP}, insult* ~ {_GROUP},
        prejudice* about ~ {_GROUP},
        for who they are, for what they are, whom they love, who they love, what they believe,
        where they come/came from, where ~ come/came from, because of who they are, othering,
        skin colour/color, anti black, anti asian, anti jewish, anti irish, anti white,
        generalis* about, generaliz* about, segregat*, ethnic hatred,
        religious hatred,
        apartheid, genocid*, vilif* ~ group/groups/race/religion, minorities, gender based,
        racial hatred
    """,
    "toxicity": """
        inappropriat*, offensive*, offend*, offence, objectionabl*, abusive*, unacceptable language,
        unacceptable content/material/behaviour/behavior, uncivil*, incivil*, disrespect*, toxic*,
        rude*, nasty, nastiness, hurtful*, hostil*, aggressi*, bad taste, poor taste, tasteless*,
        distasteful, unpleasant*, unseemly, unkind*, impolite*, discourteous*, ill mannered,
        bad manners, bad tempered, insensitiv*, distress*, upsetting, cruel*, vile, venom*,
        repugnant,
        repellent, disgust*, revolting, reprehensibl*, indecorous, improper*, unsuitable,
        unsavoury, unsavory, deplorable, in/of poor judgment, inflammator*, provocat*, provoking,
        meanness, mean comments/remarks/words, sarcas*, snark*, harmful*,
        shocking, scurrilous, grossly offensive, ill natured, nasti*, unwelcoming, contemptuous*,
        condescen*, patronis*, patronizing, antisocial, anti social, disruptive*, unfriendly,
        causes/cause offence/offense, cause ~ offence/offense, gratuitously offensive, derogator*,
        hurt*, anger, rage, yell/yelling, angry, thuggish, loutish, obnoxious, noxious, poisonous, poison,
        hurtful, heckl*, belliger*, combative, confrontational, gratuitous, uncouth, boorish,
        not ~ say to ~ face, wouldn't ~ say to ~ face, would not ~ say in person,
        not want ~ grandmother,
        unbecoming, intimidating tone, brawl*, squabbl*, bicker*, ill will, malice
    """,
}
