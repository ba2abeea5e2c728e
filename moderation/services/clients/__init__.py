"""Other systems that ask for scores: their keys and quotas, and what they suggest."""
