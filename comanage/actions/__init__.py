"""What people do: each action checks the right, changes the records, and notes it."""
