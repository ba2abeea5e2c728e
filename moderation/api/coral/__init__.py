"""What Coral calls: its external moderation phase, and its webhooks."""
