"""Records <-> Parquet tables on disk."""
