"""Many documents: jobs, their fingerprints, the result cache, the worker process."""
