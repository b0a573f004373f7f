"""What is remembered between runs: check-ins, runs and locks."""
