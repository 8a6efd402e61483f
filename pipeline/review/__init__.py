"""The review page, and the corrections people make on it."""
