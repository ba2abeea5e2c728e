"""What a process imports: a site that runs the linear classifier pays nothing for the other."""

import json
import subprocess
import sys

from django.conf import settings

from tests.classifiers.transformer.tiny_release import write_release

PACKAGES = ("onnxruntime", "tokenizers", "onnx", "torch", "transformers", "huggingface_hub")
SHOW = f"""
import json, sys
from pathlib import Path
from moderation.classifiers.transformer import TransformerClassifier
if len(sys.argv) > 1:
    TransformerClassifier.load(Path(sys.argv[1])).score(["you are an idiot"])
print(json.dumps([name for name in {PACKAGES} if name in sys.modules]))
"""


def imported(*arguments):
    shown = subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-c", SHOW, *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert shown.stderr == ""
    return json.loads(shown.stdout)


def test_nothing_that_runs_a_network_is_imported_before_one_is_loaded():
    assert imported() == []


def test_a_transformer_is_run_without_torch_and_without_what_downloads(tmp_path):
    assert imported(str(write_release(tmp_path))) == ["onnxruntime", "tokenizers"]


def test_a_release_is_refused_without_a_word_from_the_runtime_itself(tmp_path):
    shown = subprocess.run(  # noqa: S603 -- this interpreter
        [sys.executable, "-c", SHOW, str(write_release(tmp_path, opset=99))],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "[E:onnxruntime" not in shown.stderr
    assert shown.stderr.count("made for a newer onnxruntime") == 1
