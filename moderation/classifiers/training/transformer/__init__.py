"""Fine-tunes, calibrates and exports the transformer."""
