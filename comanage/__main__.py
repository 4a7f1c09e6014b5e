"""python -m comanage: the command line."""

from comanage.cli import main

if __name__ == "__main__":
    main()
