"""`python -m okrsync`: the same door as the installed command."""

from okrsync.cli import main

if __name__ == "__main__":
    main()
