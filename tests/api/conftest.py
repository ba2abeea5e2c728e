import json

import pytest
from django.core.cache import cache

from moderation.services.clients import api_keys


@pytest.fixture
def secret(written_release):
    """A key, on a site whose classifier reads its probabilities in the text."""
    cache.clear()  # what was used up by keys of the same number
    _, secret = api_keys.issue(name="the paper", calls_per_minute=600)
    return secret


@pytest.fixture
def call(client, secret):
    """Call a method with a dictionary, or with bytes as they are; the answer's status and JSON."""

    def call(method, body, **query):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = client.post(
            f"/v1alpha1/comments:{method}",
            content,
            content_type="application/json",
            query_params={"key": secret} | query,
        )
        return response.status_code, response.json()

    return call


@pytest.fixture
def analyze(call):
    """Analyze a text for the attributes named, TOXICITY if there are none."""

    def analyze(text, *names, **fields):
        asked = {name: {} for name in names or ["TOXICITY"]}
        return call("analyze", {"comment": {"text": text}, "requestedAttributes": asked} | fields)

    return analyze
