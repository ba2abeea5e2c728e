"""How long the words of a policy are that a clause quotes."""

LONGEST_QUOTE = 300  # characters
