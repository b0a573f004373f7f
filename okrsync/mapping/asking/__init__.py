"""What is asked about a sheet whose reading is not certain, and what the answers make of it."""
