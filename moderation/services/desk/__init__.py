"""What the moderator's desk shows: queues, cards, search, statistics."""
