"""The six sessions that show what the step cache does for the analysis beside it."""
