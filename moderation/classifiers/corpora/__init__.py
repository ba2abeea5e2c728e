"""Labelled comments for training and evaluation, and transformations of them."""
