"""What every synthetic document needs: paper, names, gold."""
