"""Training releases from labelled comments, a package for each kind of classifier."""
