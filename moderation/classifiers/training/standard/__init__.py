"""Fits the model that joins a linear release and a transformer."""
