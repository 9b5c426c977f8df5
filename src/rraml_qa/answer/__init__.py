"""The answer: which units to quote, when to say that there is none, and the quotes with their citations."""
