"""The question: what it asks about, and what a follow-up means in its conversation."""
