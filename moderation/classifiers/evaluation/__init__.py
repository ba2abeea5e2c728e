"""Figures about a classifier, and the model card that states them.  Needs scikit-learn."""
