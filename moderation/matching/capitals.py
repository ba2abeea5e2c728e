"""How much of a text is written in capital letters."""

# Fewer letters say nothing: "OK", "NATO", "THANKS!"
FEWEST_LETTERS = 20


def share_of_capitals(text: str) -> float:
    """Return the share of capitals among the letters that have a case, 0 for a short text."""
    capitals = sum(letter.isupper() for letter in text)
    letters = capitals + sum(letter.islower() for letter in text)
    return capitals / letters if letters >= FEWEST_LETTERS else 0.0
