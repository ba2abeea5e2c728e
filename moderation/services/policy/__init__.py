"""Discussion policies, from the posted text to the version in force."""
