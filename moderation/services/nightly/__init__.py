"""Rescoring every comment: runs, their workers, the second opinion."""
