"""Words, numbers and dates in printed text."""
