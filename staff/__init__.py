"""How the staff sign in, what rights they may hand on, and the log of both."""
