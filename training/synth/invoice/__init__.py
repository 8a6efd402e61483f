"""Synthetic invoices."""
