"""The content of the moderators' desk: queues, cards, search, statistics."""
