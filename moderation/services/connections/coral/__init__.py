"""Coral (the Coral Project's "Talk"): its moderation phase, its events, and decisions for it.

The shapes are those of Coral's documentation on external moderation phases and webhooks, and of
its GraphQL schema.
"""
