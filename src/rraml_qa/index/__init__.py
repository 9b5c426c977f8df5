"""The index: encoders, the dense (FAISS) and sparse (BM25) halves, and the store that keeps them."""
