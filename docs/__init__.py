"""The tables of README.md and DATA.md that the code itself can tell: `python -m docs` writes them anew."""
