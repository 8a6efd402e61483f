"""Pages without text, read from their pictures by OCR."""
