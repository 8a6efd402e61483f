"""A drawn company -> pages."""
