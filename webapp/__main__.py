"""`python -m webapp` is `raincheck`."""

from webapp.cli import main

main()
