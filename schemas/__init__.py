"""Schemas by name: a module with a `ROOT` holds the Pydantic models of one kind of document."""
