"""Classifiers: texts in, calibrated probabilities per attribute out.

Nothing in this folder imports Django or any other part of the project, so
that a classifier can be trained, measured and reused without a site.
"""
