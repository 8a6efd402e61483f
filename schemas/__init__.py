"""Schemas by name: each module here holds the Pydantic models of one kind of document, root model
last.
"""
