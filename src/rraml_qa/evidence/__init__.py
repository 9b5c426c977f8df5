"""Evidence: figures read out of sentences and table rows into records, and what in a document contradicts itself."""
