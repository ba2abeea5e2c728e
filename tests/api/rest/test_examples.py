"""The examples of docs/api.md, run one after the other."""

import json
import re
from pathlib import Path

from django.core.cache import cache

from articles.models import Comment
from moderation.models import Scope
from tests.factories import make_moderator, make_policy_version

PAGE = Path(__file__).resolve().parents[3] / "docs" / "api.md"
EXAMPLE = re.compile(
    r"```http\n(?P<method>\w+) /api/v1(?P<path>\S+)\n(?P<body>.*?)```\n\n"
    r"```json\n(?P<status>\d+)\n(?P<answer>.*?)```",
    re.DOTALL,
)


def shape(answer):
    """The names of the fields of an answer, at every level."""
    if isinstance(answer, dict):
        return {name: shape(value) for name, value in answer.items()}
    if isinstance(answer, list):
        return [shape(value) for value in answer]
    return None


def test_every_example_is_answered_with_the_fields_that_it_shows(call, secret_with):
    cache.clear()
    make_policy_version()
    secret = secret_with(*Scope, moderator=make_moderator(username="robot"))
    examples = list(EXAMPLE.finditer(PAGE.read_text()))
    assert len(examples) == PAGE.read_text().count("```http")
    for example in examples:
        body = json.loads(example["body"]) if example["body"] else None
        comment = Comment.objects.first()
        path = example["path"].replace("/comments/1/", f"/comments/{comment and comment.pk}/")
        status, answer = call(example["method"], path, body, key=secret)
        wanted = int(example["status"]), shape(json.loads(example["answer"]))
        assert (status, shape(answer)) == wanted, example["path"]
