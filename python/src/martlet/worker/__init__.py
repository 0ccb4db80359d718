"""What runs on a Dask worker: steps and loads, checks, keeping, and tallies."""
