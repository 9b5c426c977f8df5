"""What comes of an evaluation for a reader: a table in the terminal, JSON, a page of HTML, files for other tools."""
