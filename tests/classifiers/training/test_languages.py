"""Linear releases for other languages than English."""

import csv
import gzip
import json

import pytest

from moderation.classifiers.base import Attribute
from moderation.classifiers.corpora.corpus import COLUMNS
from moderation.classifiers.corpora.sources import LANGUAGES
from moderation.classifiers.corpora.synthetic import languages
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.training.linear.train import run_language

CALM = ("Der {} kommt heute später.", "Danke für den {} von gestern.", "Wer plant den {}?")
BAD = ("So ein blöder {}, du Depp.", "Du Depp, der {} ist Mist.", "Halts Maul mit dem {}, Depp.")
WORDS = ("Bus", "Zug", "Plan", "Markt", "Park", "Turm", "Umzug", "Bau", "Film", "Text")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A release trained on few comments of which none is labelled for threats or attacks."""
    folder = tmp_path_factory.mktemp("data")
    with gzip.open(folder / "germeval2018_de.csv.gz", "wt", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "text", "toxicity", "insult", "threat"])
        for number in range(6):
            for word in WORDS:
                for label, frames in ((0, CALM), (1, BAD)):
                    for frame in frames:
                        text = f"@User.IDX {frame.format(word)} |LBR| {number}"
                        rows.writerow([f"{word}-{number}", text, label, "", ""])
    output = folder / "linear-de-made.npz"
    run_language("de", folder, output, seed=1)
    return output


def test_it_reads_its_language_and_offers_what_is_labelled(trained):
    release = LinearClassifier.load(trained)
    assert release.languages == {"de"}
    assert release.measures("de") == {Attribute.TOXICITY}
    calm, bad = release.score(["Danke für den Umzug.", "Du Depp, der Umzug ist Mist."])
    assert calm[Attribute.TOXICITY] < release.calm_below("de") < bad[Attribute.TOXICITY]


def test_its_card_names_data_and_bound_and_none_of_the_placeholders_is_a_word(trained):
    card = json.loads(trained.with_suffix(".json").read_text())
    assert [own["name"] for own in card["data"]] == ["germeval2018_de", "made"]
    assert (card["attributes"], card["languages"]) == (["toxicity"], ["de"])
    assert 0 < card["calm_below"] < 1
    release = LinearClassifier.load(trained)
    assert not {"idx", "lbr"} & release.model.known


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_made_sentences_are_the_same_each_time_and_hide_what_is_not_offered(language):
    offered = frozenset({"toxicity", "identity_attack"})
    once, again = (list(languages.sentences(language, seed=3, offered=offered)) for _ in range(2))
    assert repr(once) == repr(again)
    assert len({comment.text for comment in once}) > 900
    assert not any("{" in comment.text for comment in once)
    missing = [list(COLUMNS.values()).index(column) for column in ("threat", "profanity")]
    assert all(
        comment.labels[place] != comment.labels[place] for comment in once for place in missing
    )
