"""Measuring: a hand-built set of questions, what it expects of a document, measures, intervals and reports."""
