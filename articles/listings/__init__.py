"""Articles as the paper lists them: RSS and Atom feeds, sitemaps."""
