"""Pure functions from a string to spans, sentences and terms of it."""
