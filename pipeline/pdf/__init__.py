"""PDF files: reading, what a human sees of them, highlighted copies."""
