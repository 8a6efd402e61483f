"""The recipe: from filings with gold to the embedded model."""
