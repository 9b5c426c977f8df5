"""The measures, on plain arrays and sets: retrieval, overlap of words, telling answerable from not, intervals."""
