"""Undoes obfuscation in a text and keeps a map back to the text as posted."""
