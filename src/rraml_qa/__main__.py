"""`python -m rraml_qa` is `rraml-qa`."""

from rraml_qa.cli import main

if __name__ == "__main__":
    main()
