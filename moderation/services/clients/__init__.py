"""API clients: keys, quotas, scoring, suggested scores."""
