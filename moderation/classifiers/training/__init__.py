"""Training a linear release from labelled comments.  Needs scikit-learn."""
