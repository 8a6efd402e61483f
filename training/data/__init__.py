"""Training data: pages, batches, splits, pseudo-labels."""
