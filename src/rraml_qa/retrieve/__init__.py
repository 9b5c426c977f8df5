"""Search: what is indexed for each unit, and the fusion of the dense and sparse halves."""
