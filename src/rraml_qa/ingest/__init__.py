"""Documents in: read a file, put its lines in order, repair the text, and freeze it with its structure as spans."""
