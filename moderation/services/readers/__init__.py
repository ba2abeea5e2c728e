"""What readers and authors are told, and what they may tell and ask."""
