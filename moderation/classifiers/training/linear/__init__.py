"""Training a linear release.  Needs scikit-learn."""
