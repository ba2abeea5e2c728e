"""Discussion policies: drafts, previews and published versions."""
