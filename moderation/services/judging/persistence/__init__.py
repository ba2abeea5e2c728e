"""Storing the outcome of judging: scores, findings, decisions, cases, statuses."""
