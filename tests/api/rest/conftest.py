import json

import pytest
from django.core.cache import cache

from moderation.models import Scope
from moderation.services.clients import api_keys
from tests.factories import make_moderator


@pytest.fixture
def secret_with(written_release):
    """Issue a key with the given scopes, on a site whose classifier reads its probabilities in the
    text; return its secret."""
    cache.clear()  # what was used up by keys of the same number
    numbers = iter(range(100))

    def secret_with(*scopes, **fields):
        if Scope.MODERATE in scopes and "moderator" not in fields:
            fields["moderator"] = make_moderator()
        fields = {"name": f"key {next(numbers)}", "calls_per_minute": 600} | fields
        return api_keys.issue(scopes=scopes, **fields)[1]

    return secret_with


@pytest.fixture
def call(client, secret_with):
    """Call the API with a key that has every scope; the answer's status and JSON."""
    secret = secret_with(*Scope)

    def call(method, path, body=None, *, key=secret, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        response = client.generic(
            method,
            f"/api/v1{path}",
            b"" if body is None else content,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"} | headers,
        )
        return response.status_code, response.json() if response.content else None

    return call
