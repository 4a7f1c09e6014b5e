"""What is stored: one table family and its look-ups in each file."""
