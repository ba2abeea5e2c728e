"""Finds listed words and links in texts as posted.  Knows neither Django nor the site."""
