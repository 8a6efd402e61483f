"""The embedded span reader learns a schema from a few solved documents (`extract learn`)."""
