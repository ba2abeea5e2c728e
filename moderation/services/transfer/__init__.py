"""Imports and exports: seeds, archives of other systems, statements of reasons."""
