"""Detoxify's models, loaded by its own package."""
