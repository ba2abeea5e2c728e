"""What comes into the site and what leaves it: seeds, archives, exports."""
