"""What the subcommands do, one module each: batch, verify, add, doctor. `cli` turns options into calls of these."""
