"""Comprehensive income and changes in equity, which no schema asks for."""
