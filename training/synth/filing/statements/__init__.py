"""The statements of a drawn company."""
