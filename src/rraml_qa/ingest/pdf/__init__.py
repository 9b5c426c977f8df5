"""PDF by positions: fragments with their places, columns, tables, roles, and lines in reading order."""
