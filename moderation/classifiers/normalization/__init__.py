"""Reading a text through its disguises, with an index map back to the text as posted."""
