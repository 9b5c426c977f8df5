"""The chat's page (Gradio)."""
