"""Labelled comments to train and evaluate on, and what is made of them."""
