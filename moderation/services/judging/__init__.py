"""From a comment to a verdict, and what is stored of it."""
