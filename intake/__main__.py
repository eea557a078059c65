"""`python -m intake`: the command line, where its console script is not on the path."""

from intake.main import main

if __name__ == "__main__":
    main()
