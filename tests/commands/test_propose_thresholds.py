import json
import re
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from moderation.services.judging import loaders, releases
from tests.written_classifier import WrittenClassifier


@pytest.fixture(autouse=True)
def _classifier(settings, monkeypatch):
    settings.CLASSIFIER = "written"
    written = WrittenClassifier()
    monkeypatch.setitem(loaders.CLASSIFIERS, "written", loaders.Loader(lambda _: written))
    yield
    releases._load.cache_clear()


@pytest.fixture
def propose(tmp_path):
    """Run the command on a file's content; what it says, and what is wrong."""

    def propose(content, *arguments, name="old.csv", thresholds=("TOXICITY=0.8",)):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err = StringIO(), StringIO()
        old = [part for one in thresholds for part in ("--threshold", one)]
        call_command("propose_thresholds", str(path), *old, *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue().splitlines()

    return propose


def new(score, attribute="toxicity"):
    return f"You are late again as you always were. [{attribute} {score}]"


def row_of(table, attribute):
    (line,) = (line for line in table.splitlines() if attribute in line)
    return re.split(r"\s{2,}", line.strip())


def test_the_threshold_flags_the_same_share_and_the_table_says_what_differs(propose, tmp_path):
    # Old scores 0.00 to 0.99; here each is halved, and two texts at the border change places.
    here = {old: old / 2 for old in range(100)} | {79: 40.0, 80: 39.5}
    lines = [f'"{new(here[old] / 100)}",{old / 100}' for old in range(100)]
    plot = tmp_path / "plot.svg"
    out, err = propose("\n".join(["text,TOXICITY", *lines]), "--plot", str(plot))
    assert row_of(out, "toxicity") == [
        "toxicity", "0.8", "0.398", "100", "20.0%", "19.0%", "1.0%", "1.0%", "98.0%",
    ]  # fmt: skip
    assert err == ["Fewer than 30 texts reach TOXICITY=0.8: chance decides. Take more texts."]
    texts = [text.text for text in ET.parse(plot).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314
    assert texts[:2] == ["toxicity, 100 texts", "both 19, only old 1, only new 1"]


def test_json_lines_may_hold_what_the_api_answered(propose):
    lines = [
        {"text": new(0.2), "scores": {"TOXICITY": 0.5}},
        {"comment": {"text": new(0.6)}, "attributeScores": {
            "TOXICITY": {"summaryScore": {"value": 0.9, "type": "PROBABILITY"}},
            "SPAM": {"summaryScore": {"value": 0.9}},
        }},
    ]  # fmt: skip
    out, _ = propose("\n".join(map(json.dumps, lines)), name="old.jsonl")
    assert row_of(out, "toxicity")[1:5] == ["0.8", "0.4", "2", "50.0%"]


def test_faulty_lines_are_named_and_left_out(propose):
    good = [f"{new(0.2)};0,1".replace("0,1", "0.1"), f"{new(0.9)};0.9"]
    bad = ["no score;", "not a number;high", "too much;1.5", "a;b;c", ";0.5"]
    lines = ["text;TOXICITY", *good, *bad]
    content = "\n".join(lines).encode() + b"\nnot UTF-8 \xff;0.5\n"
    _, err = propose(content)
    assert err[:-1] == [
        "line 4 is left out: it has no score",
        "line 5 is left out: TOXICITY is no number from 0 to 1",
        "line 6 is left out: TOXICITY is no number from 0 to 1",
        "line 7 is left out: it has 3 columns, the header 2",
        "line 8 is left out: it has no text",
        "line 9 is left out: it is not UTF-8",
        "6 faulty lines were left out. Mend them.",
    ]


def test_texts_in_other_languages_and_those_that_break_the_classifier_are_not_counted(propose):
    german = "Das ist eine Unverschämtheit und das wissen Sie ganz genau mein Herr."
    out, err = propose(f"text,TOXICITY\n{german},0.9\n{new(0.2)},0.1\n{new(0.8)},0.9\n")
    assert row_of(out, "toxicity")[3] == "2"
    assert err[0] == "1 texts were left out: in a language that is not read."


def test_nothing_is_proposed_where_no_text_reaches_the_old_threshold(propose):
    out, err = propose(f"text,TOXICITY\n{new(0.2)},0.1\n{new(0.8)},0.7\n")
    assert row_of(out, "toxicity")[2] == "–"
    assert err == [
        "No text reaches TOXICITY=0.8: nothing can be proposed. Take texts of both kinds."
    ]


UNREADABLE = {
    "The first line must name the columns": ("rubbish", "old.csv"),
    "is not known by its ending": ("text,TOXICITY", "old.xlsx"),
    "has no scores of TOXICITY. Check its columns": ("text,INSULT\nA remark.,0.5\n", "old.csv"),
    "has no scores of TOXICITY": ("\x00\x01", "old.jsonl"),
}


def test_a_file_that_tells_nothing_is_refused_with_the_next_step(propose):
    for told, (content, name) in UNREADABLE.items():
        with pytest.raises(CommandError, match=told):
            propose(content, name=name)
    with pytest.raises(CommandError, match=r"Cannot read missing\.csv: No such file or directory"):
        call_command("propose_thresholds", "missing.csv", "--threshold", "TOXICITY=0.8")
    for threshold in ("TOXICITY", "SPAM=0.5", "TOXICITY=80", "TOXICITY=nan"):
        with pytest.raises(CommandError, match=r"write NAME=VALUE, as in TOXICITY=0\.8"):
            propose("", thresholds=[threshold])
