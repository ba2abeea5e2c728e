"""Webhooks: events are signed and sent to other systems until they are taken."""
