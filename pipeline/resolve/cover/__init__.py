"""The words of a cover to its fields and lists."""
