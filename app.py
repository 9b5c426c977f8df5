"""The chat as a script: `python app.py`, and the entry of a Hugging Face Space."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))  # a Space runs the checkout, not the installed package

from rraml_qa.cli import main

if __name__ == "__main__":
    host = os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1")
    main(["serve", "--host", host, *sys.argv[1:]])
