"""Scoring everything anew: runs, their workers, the second opinion, the site's health."""
