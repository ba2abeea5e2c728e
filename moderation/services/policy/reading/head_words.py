"""Words that forbid or allow by themselves: at the head of a list, or behind a colon."""

from moderation.services.policy.reading.lexicon import phrases, word_set

ALLOWING_HEADS = frozenset(
    phrases(
        """
        do, please do, dos, do's, yes, ja, gern, gerne, yes please, thumbs up, good, ok, okay,
        green,
        green light, what we like, we like, hot, in, erlaubt, so ja, daumen hoch
        """
    )
)
FORBIDDING_HEADS = frozenset(
    phrases(
        """
        thumbs down, bad, nope, no thanks, no thank you, red light, red card, what gets you banned,
        bannable, out, uncool, we dislike, dislikes, so nicht, daumen runter, nein danke, pfui,
        never ever, the naughty list, blacklist, deal breakers, dealbreakers
        """
    )
)
VERDICTS = word_set(
    "ban removal deletion out no never forbidden don't dont nope banned nein verboten raus tabu"
)
NOUNS_OF_REMOVAL = word_set(
    """
    removal deletion rejection suspension ban bans exclusion expulsion ausschluss sperre sperrung
    löschung
    """
)
LEADING_TO_REMOVAL = word_set(
    """
    lead leads leading result results mean means earn earns earning cause causes risk risks face
    reason reasons ground grounds for in führt führen zur zum zu with by
    """
)
