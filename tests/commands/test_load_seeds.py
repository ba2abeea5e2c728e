from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Comment
from tests.services.transfer.test_seed_page import PAGE

pytestmark = pytest.mark.django_db


def load(*paths) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("load_seeds", *paths, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_the_project_s_seeds_are_loaded_once():
    first, _ = load()
    assert "loaded, its discussion policy and 6 comments" in first
    again, errors = load()
    assert (again, errors) == ("armenia-belarus-tensions-escalate.txt: already loaded\n", "")
    assert Comment.objects.count() == 6


def test_a_malformed_page_is_named_with_its_line_and_loads_nothing_while_others_load(tmp_path):
    (tmp_path / "bad.txt").write_text(PAGE.replace("2. Bob", "7. Bob"))
    (tmp_path / "good.txt").write_text(PAGE.replace("Harbour reopens", "Airport closes"))
    out, errors = load(tmp_path)
    assert out.startswith("good.txt: loaded")
    assert errors == (
        f"{tmp_path / 'bad.txt'}: line 22: comment 2 is expected here, not 7.\n"
        "1 page(s) could not be read and were not stored."
    )
    assert [article.title for article in Article.objects.all()] == ["Airport closes"]


def test_a_missing_page_is_named(tmp_path):
    _, errors = load(tmp_path / "nowhere.txt")
    assert "nowhere.txt: [Errno 2] No such file or directory" in errors


def test_an_empty_folder_is_an_error(tmp_path):
    _, errors = load(tmp_path)
    assert errors == "No page (.txt) found."
