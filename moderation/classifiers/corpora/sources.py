"""The labelled sets that every kind of classifier is trained on, from the catalogue."""

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import Row, Source

# Comments under news, from some fifty sites
NEWS = "civil_comments_news"

_SPAN_RATERS = 3


def is_random_news(row: Row) -> bool:
    """Tell whether a news comment was drawn at random: those are kept back for evaluation."""
    return row.get("natural_sample") == "1"


def _is_for_training(row: Row) -> bool:
    return not is_random_news(row)


def _has_span_raters(row: Row) -> bool:
    """Tell whether enough raters marked spans for their types to say something."""
    return int(float(row.get("n_raters_marking_spans") or 0)) >= _SPAN_RATERS


# Attributes left out of a set are those that its catalogue entry warns of. The weight is how
# far its labels mean what ours do; the share keeps large sets of short posts from drowning news.
REGISTRY = (
    Source(NEWS, 1.5, accepts=_is_for_training),
    Source("jigsaw_wiki_6label", 1.0),
    Source("jigsaw_wiki_6label_more", 1.0),
    Source("jigsaw_wiki_cleaned_6label", 0.5, share=0.4),
    Source("jigsaw_wiki_toxic_only", 0.8, share=0.7),
    Source(
        "civil_toxic_spans",
        0.4,
        (Attribute.TOXICITY, Attribute.PERSONAL_ATTACK),
        share=0.6,
        accepts=_has_span_raters,
    ),
    Source("wiki_talk_context_toxicity", 0.3, share=0.25),
    Source("paradetox_pairs", 0.4, share=0.5),
    Source("guest_misogyny_reddit", 0.5, (Attribute.PERSONAL_ATTACK,), share=0.6),
    Source("edos_sexism", 0.5, (Attribute.THREAT, Attribute.IDENTITY_ATTACK)),
    Source("hatemoji_build", 0.5, (Attribute.IDENTITY_ATTACK,)),
    Source("hatexplain_text_only", 0.35, (Attribute.IDENTITY_ATTACK,), share=0.5),
    Source("stormfront_sentences", 0.4, (Attribute.IDENTITY_ATTACK,), share=0.8),
    Source("davidson_tweets", 0.25, (Attribute.IDENTITY_ATTACK,), share=0.2),
)
# What is written in other languages, each read by a linear release of its own
LANGUAGES = {
    "de": (Source("germeval2018_de", 1.0),),
    "pt": (Source("told_br_pt", 1.0), Source("olid_br_pt", 0.3)),
    "ar": (Source("mpold_news_ar", 1.0),),
}
# Comments under news as they come, which no kind is trained on
RANDOM_NEWS = (Source(NEWS, 1.0, accepts=is_random_news),)
# Sets of people who write to each other, with all labels: what probabilities are fitted on.
# Lists of abuse would teach that what only resembles abuse is calm.
CONVERSATIONS = (NEWS, "jigsaw_wiki_6label", "jigsaw_wiki_6label_more")
