from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.classifiers.base import Attribute
from moderation.services.judging import loaders
from tests.classifiers.detoxify import small_release

pytestmark = pytest.mark.needs("detoxify")


def run(**options):
    output = StringIO()
    call_command("detoxify_checkpoint", stdout=output, stderr=StringIO(), **options)
    return dict(line.split("=", 1) for line in output.getvalue().splitlines())


def test_what_it_prints_are_the_settings_with_which_detoxify_scores(tmp_path, settings):
    release = small_release.write(tmp_path)
    printed = run(output=tmp_path / "detoxify", release=release.path)
    assert list(printed) == ["DETOXIFY_CHECKPOINT", "DETOXIFY_CONFIG", "DETOXIFY_SHA256"]
    for name, value in printed.items():
        setattr(settings, name, value)
    detoxify = loaders.CLASSIFIERS["detoxify"]
    assert list(detoxify.missing()) == []
    (scores,) = detoxify.load(loaders.files()).score(["you are an idiot"])
    assert list(scores) == list(Attribute)


def test_the_release_of_the_settings_is_taken_where_none_is_named(tmp_path, settings):
    settings.TRANSFORMER_RELEASE = str(small_release.write(tmp_path).path)
    printed = run(output=tmp_path / "detoxify")
    assert printed["DETOXIFY_CHECKPOINT"] == str(tmp_path / "detoxify" / "small.ckpt")


def test_a_missing_release_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="Cannot read the release"):
        run(output=tmp_path, release=tmp_path / "none.onnx")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    release = small_release.write(tmp_path)
    with pytest.raises(CommandError, match="Name another folder"):
        run(output=release.path, release=release.path)
