"""Formats but PDF: plain text, and those that know their own structure (Markdown, HTML, DOCX, JATS XML)."""
