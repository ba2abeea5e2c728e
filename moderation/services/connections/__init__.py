"""Other comment systems that are moderated here: their questions, their events, our decisions."""
