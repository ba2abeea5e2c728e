import pytest

from moderation.classifiers.base import Attribute
from moderation.services.policy.clause_proposals import (
    ProposedClause,
    propose_clauses,
)
from moderation.services.policy.reading import Measure

SEED_POLICY = (
    "Comments are welcomed and encouraged. Though you are fully responsible for the content you "
    "post, comments that include profanity, personal attacks or other inappropriate material will "
    "not be permitted. Asbarez reserves the right to block users who violate any of our posting "
    "standards and policies."
)


def quotes(text: str) -> dict[str, str]:
    """The first words of each attribute."""
    found = reversed(propose_clauses(text))
    return {str(clause.attribute): clause.quote for clause in found if clause.attribute}


def test_the_posted_policy_proposes_a_clause_for_every_attribute_in_its_own_words():
    assert quotes(SEED_POLICY) == {
        "profanity": "profanity",
        "personal_attack": "personal attacks",
        "threat": "other inappropriate material",
        "identity_attack": "other inappropriate material",
        "toxicity": "other inappropriate material",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do not swear.", {"profanity": "swear"}),
        ("No swearing, please.", {"profanity": "swearing"}),
        ("Hate speech is forbidden.", {"identity_attack": "Hate speech"}),
        ("We remove racist remarks and slurs.", {"identity_attack": "racist remarks"}),
        ("Please refrain from ad hominem arguments.", {"personal_attack": "ad hominem"}),
        ("Don’t threaten anyone.", {"threat": "threaten"}),
        ("Vulgar\nlanguage is not\nwelcome.", {"profanity": "Vulgar\nlanguage"}),
        ("Our reporters often write about hate speech and threats.", {}),
        (
            "Not allowed:\n- profanity\n- threats\n\nWe report on slurs.",
            {"profanity": "profanity", "threat": "threats"},
        ),
        ("", {}),
    ],
)
def test_only_what_a_sentence_forbids_becomes_a_clause(text, expected):
    assert quotes(text) == expected


def test_general_words_do_not_replace_an_attribute_s_own():
    found = quotes("Insults and offensive comments are not allowed.")
    assert found["personal_attack"] == "Insults"
    assert found["toxicity"] == "offensive comments"


def test_each_prohibition_is_proposed_in_the_order_of_the_text_with_its_measure():
    assert propose_clauses("No spam, insults or more insults. Stay on topic.") == [
        ProposedClause(None, "spam", Measure.LINKS),
        ProposedClause(Attribute.PERSONAL_ATTACK, "insults", Measure.CLASSIFIER),
        ProposedClause(Attribute.PERSONAL_ATTACK, "insults", Measure.CLASSIFIER),
        ProposedClause(None, "Stay on topic", Measure.PERSON),
    ]
