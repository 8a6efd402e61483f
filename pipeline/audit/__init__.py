"""Bias audit: what changes that should not."""
