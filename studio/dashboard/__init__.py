"""The first screen of the admin: what waits for whoever opens it, and nothing else."""
