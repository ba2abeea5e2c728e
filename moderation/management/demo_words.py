"""The texts of the demo site, composed of invented parts: no real reader is quoted."""

from random import Random

SECTIONS = {
    "City": ("the tram line", "the new bridge", "the swimming pool", "parking in the centre"),
    "Politics": ("the budget", "the coalition", "the pension reform", "the school law"),
    "Sport": ("the derby", "the new coach", "the stadium", "the transfer window"),
    "Culture": ("the film festival", "the opera house", "the museum's plan", "the book fair"),
    "Economy": ("the rent cap", "the bakery chain", "the harbour", "interest rates"),
    "Science": ("the heat record", "the vaccine study", "the river cleanup", "the telescope"),
}
HEADLINES = (
    "What {topic} will cost us",
    "Council quarrels over {topic}",
    "{topic}: five questions answered",
    "Why {topic} divides the town",
    "A second look at {topic}",
    "{topic} delayed once more",
)
PARAGRAPHS = (
    "The meeting on {topic} began late and ended later. Nobody left the hall satisfied.",
    "Supporters speak of a chance that comes once in a generation; critics point to the bill.",
    "A decision on {topic} is expected before the summer, the spokeswoman said.",
    "Our reporter spoke to residents, shopkeepers and those who will have to pay for it.",
)
FIRST_NAMES = (
    "Ada Ben Carla Dmitri Elif Farid Greta Hugo Ines Jonas Karim Lena Mirko Nadia Olga Piet "
    "Quirin Rosa Samir Tilda Umut Vera Wanda Xenia Yusuf Zoe"
)
LAST_NAMES = (
    "Adler Berg Castro Dahl Egger Fuchs Garcia Holm Ivanov Jensen Keller Lind Moreau Novak "
    "Olsen Petrov Quint Rossi Sommer Torres Ulrich Vogel Weber Young Zeller"
)
HANDLES = "oldtown_{n} nightbus{n} justsaying{n} reader{n} hillside{n} two_cents_{n}"

OPENINGS = (
    "I live five minutes away and",
    "As somebody who pays for this,",
    "With all respect to the author,",
    "Having read it twice,",
    "My neighbour works there:",
    "Nobody asked me, but",
    "Thirty years in this town and",
    "Once again",
    "Sorry, but",
    "To be fair,",
)
CLAIMS = (
    "{topic} was promised for years and we still wait",
    "{topic} deserves better than this debate",
    "the figures on {topic} do not add up",
    "{topic} is the best idea in a long time",
    "people who never use it should not decide about {topic}",
    "{topic} will be more expensive in the end, it always is",
    "nobody explained what {topic} means for families",
    "I changed my mind about {topic} after the last meeting",
    "other towns solved {topic} with half the money",
    "the article leaves out the most important part about {topic}",
)
CLOSINGS = (
    "Thanks for the reporting.",
    "Has anyone seen the actual plan?",
    "We will see after the election.",
    "Let us talk again in five years.",
    "I would like to hear the other side too.",
    "That is all I have to say.",
    "And who will clean it up?",
    "Good article, by the way.",
    "",
    "",
)
ATTACKS = (
    "You are an idiot, {name}.",
    "Only a complete moron believes that.",
    "{name}, you are a liar and everybody here knows it.",
    "Shut up, you stupid clown.",
    "What a pathetic loser you are, {name}.",
    "The author is an incompetent fool.",
    "You people are so dumb it hurts.",
)
CURSES = (
    "What a load of bullsh*t.",
    "This is such crap.",
    "Damn, who the hell came up with this shit?",
    "Read the damn article before you write crap.",
    "B u l l s h i t, all of it.",
    "They don't give a sh1t about us.",
)
THREATS = (
    "Wait until I find out where you live.",
    "People like you should be beaten up.",
    "You will regret this, I promise you.",
)
BORDERLINE = (
    "This is a stupid plan and it was stupid last year.",
    "Whoever wrote this must be joking.",
    "What nonsense, honestly.",
    "The mayor is a joke.",
    "How can anyone be this blind?",
    "Typical. Clueless as always.",
)
ADVERTISEMENTS = (
    "Earn money from home with {topic}, write to me today and start tomorrow, no risk at all",
    "Best watches in town, half price only this week, visit our shop near the station now",
)


def name(dice: Random) -> str:
    if dice.random() < 0.3:
        return dice.choice(HANDLES.split()).format(n=dice.randrange(1, 2000))
    return f"{dice.choice(FIRST_NAMES.split())} {dice.choice(LAST_NAMES.split())}"


def headline(dice: Random, topic: str) -> str:
    text = dice.choice(HEADLINES).format(topic=topic)
    return text[0].upper() + text[1:]


def body(dice: Random, topic: str) -> str:
    return "\n\n".join(p.format(topic=topic) for p in dice.sample(PARAGRAPHS, 3))


def calm(dice: Random) -> str:
    topic = dice.choice(dice.choice(list(SECTIONS.values())))
    claims = dice.sample(CLAIMS, dice.choice((1, 1, 2, 3)))
    sentences = ". ".join(claim.format(topic=topic) for claim in claims)
    return f"{dice.choice(OPENINGS)} {sentences}. {dice.choice(CLOSINGS)}".strip()


def heated(dice: Random) -> str:
    """A comment that a moderator may have to look at: an attack, a curse, a threat or spam."""
    kinds = (ATTACKS, CURSES, BORDERLINE, THREATS, ADVERTISEMENTS)
    kind = dice.choices(kinds, weights=(40, 25, 25, 4, 6))[0]
    topic = dice.choice(dice.choice(list(SECTIONS.values())))
    outburst = dice.choice(kind).format(name=name(dice), topic=topic)
    if kind is ADVERTISEMENTS:
        return f"{outburst} {'!' * dice.randrange(1, 5)}"
    parts = [outburst, calm(dice)] if dice.random() < 0.85 else [outburst]
    dice.shuffle(parts)
    return " ".join(parts)
