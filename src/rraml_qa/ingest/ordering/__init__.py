"""Lines into reading order: what each line is, what belongs together, and what columns changed places."""
