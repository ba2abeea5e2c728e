"""Augments the training comments with obfuscated copies and balancing sentences.

Copies keep their labels. Balancing sentences mention every group both neutrally and in
attacks, so that the mention itself carries no weight.
"""

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.corpora.identities import TERMS
from moderation.classifiers.corpora.obfuscation import FAMILIES, disguised
from moderation.classifiers.normalization.deobfuscation import MASKED
from moderation.classifiers.normalization.lexicon import Lexicon

_PROFANITY = list(COLUMNS).index(Attribute.PROFANITY)
_PERSONAL_ATTACK = list(COLUMNS).index(Attribute.PERSONAL_ATTACK)
_IDENTITY_ATTACK = list(COLUMNS).index(Attribute.IDENTITY_ATTACK)
_TOXICITY = list(COLUMNS).index(Attribute.TOXICITY)
# The share of attacks without profanity that get a masked copy; all profane comments do
_MASKED_ATTACKS = 0.2
_DISGUISED_WORDS = 0.3

_CALM = (
    "I am {a} {t} person.",
    "My neighbour is {t} and a good friend.",
    "As {a} {t} reader I enjoyed this article.",
    "Many {t} people live in our town.",
    "The {t} community held a meeting on Monday.",
    "She married {a} {t} man last year.",
    "He is {t}.",
    "They are {t}.",
    "You are {a} {t} man.",
    "You are {t}, right?",
    "being {t} is fine",
    "hello, I am {a} {t} woman",
    "my {t} friend works as a teacher",
    "{t} voters turned out in large numbers",
    "the first {t} mayor of the city",
    "We should respect {t} people.",
    "I love my {t} family",
    "the history of {t} culture",
    "{a} young {t} doctor",
    "great {t} artist",
    "Proud to be {t}",
    "I have many {t} colleagues",
    "the rights of {t} citizens",
    "she is a wonderful {t} person",
    "a kind {t} family lives next door",
    "support {t} businesses",
    "{t}",
    "{t} people deserve the same rights",
    "Discrimination against {t} people is wrong.",
    "Why is there no {t} actor in the cast?",
    "he told us that he is {t}",
    "the {t} minority in parliament",
    "two {t} women were elected to the council",
    "My son is {t} and I am proud of him.",
    "a law that protects {t} people",
    "the {t} candidate won the debate",
    "Is the author {t}?",
    "There is nothing wrong with being {t}.",
    "You should not insult people because they are {t}",
)
_ATTACKS = (
    "I hate {t} people",
    "I despise every {t} person",
    "{t} people are disgusting",
    "{t} people are stupid idiots",
    "{t} people are scum",
    "{t} people are inferior",
    "{t} people are evil and vile",
    "{t} people ruin everything, they are garbage",
    "all {t} people should die",
    "fuck all {t} people",
    "ban all {t} people from this country",
    "get rid of all {t} people",
    "nobody wants you dirty {t} people here",
    "you filthy {t} scum",
    "go away, {t} trash",
    "{a} {t} moron",
    "shut up you {t} idiot",
    "being {t} is a disease",
    "I can't stand {t} people",
    "kill every {t} person you meet",
    "{t} people are subhuman",
    "stupid {t} people",
    "{t} people should be deported",
    "{t} people make me sick",
    "never trust {a} {t} person, they all lie",
    "another dumb {t} loser",
    "{a} {t} pig",
    "we don't want {t} vermin in our town",
    "{t} culture is backward and worthless",
    "what a disgusting {t} freak",
)
# Put in place of a group: then the insult is not an attack on one
_NO_GROUPS = ("", "lazy", "rude", "boring", "loud", "silly", "annoying", "clueless")


def mask_words(
    sequence: list[str], labels: Floats, lexicon: Lexicon, random: Random
) -> list[str] | None:
    """Return the tokens of a comment with some of its bad words masked, or None.

    People mask what they hold to be profane, so mostly profane comments are
    masked, and the mask becomes a sign of profanity.
    """
    profane = labels[_PROFANITY] >= 0.5
    attack = labels[_PERSONAL_ATTACK] >= 0.5 and random.random() < _MASKED_ATTACKS
    found = [token for token in dict.fromkeys(sequence) if token in lexicon]
    if not found or not (profane or attack):
        return None
    chosen = set(random.sample(found, random.randint(1, min(3, len(found)))))
    return [part for token in sequence for part in _masked(token, chosen)]


def _masked(token: str, chosen: set[str]) -> tuple[str, ...]:
    return (MASKED, token) if token in chosen else (token,)


def disguise_words(text: str, random: Random) -> str:
    """Return a comment with some of its words obfuscated."""
    family = random.choice(list(FAMILIES.values()))
    return disguised(text, family, random, share=_DISGUISED_WORDS)


def identity_sentences() -> Iterator[tuple[str, Floats]]:
    """Yield sentences that mention a group, with labels: all 0 for calm ones.

    Attacks are labelled for toxicity and identity attack only; the same attacks
    without a group are labelled as no identity attack, and for nothing else.
    """
    calm = np.zeros(len(COLUMNS))
    attack, insult = np.full((2, len(COLUMNS)), np.nan)
    attack[[_TOXICITY, _IDENTITY_ATTACK]] = 1
    insult[_IDENTITY_ATTACK] = 0
    yield from _filled(_CALM, TERMS, calm)
    yield from _filled(_ATTACKS, TERMS, attack)
    yield from _filled(_ATTACKS, _NO_GROUPS, insult)


def _filled(
    sentences: Sequence[str], words: Sequence[str], labels: Floats
) -> Iterator[tuple[str, Floats]]:
    for word in words:
        article = "an" if word[:1] in tuple("aeiou") else "a"
        yield from ((sentence.format(t=word, a=article), labels) for sentence in sentences)
