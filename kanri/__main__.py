"""`python -m kanri`."""

from kanri import main

main()
