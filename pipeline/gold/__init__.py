"""Gold: reading it, aligning it to text, scoring against it."""
