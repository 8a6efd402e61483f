"""Prefect flows: they arrange the steps of `pipeline/`, and hold no logic of extraction."""
