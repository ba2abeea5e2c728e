"""Words of abuse as editors list them."""

COMMON = """
arse arsehole ass asshole bastard bellend bimbo bitch blood bollocks bonehead boob bugger bullshit
bum butt chump clown cock commie con coon cow crap creep cretin crook cuck cum cunt damn dick dirty
dope dork douche dumb dunce dyke fag faggot fake fascist fat feck filth fool freak fuck fudge gas
git goon hag hell hick hoe hussy idiot imbecile jerk knob lame liar lout lunatic mad moron muppet
nazi nerd nut pansy penis pig pimp piss plonker poof prat prick puppet pussy queer rape rat retard
scum shill shit slag slave slut slob snake snot spam spic tart tit toff tosser tramp trash troll
turd twat twit vermin wanker whore wimp witch yob
""".split()  # noqa: SIM905 -- a hundred words are easier to read so
