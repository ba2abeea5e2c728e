"""Sentences made from word lists, for what labelled comments hold too rarely."""
