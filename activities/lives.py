"""New lives of complaints, drawn where nothing can wind them back."""

import secrets

from domain.duties.lives import life_of


def new_life() -> str:
    """The name of a new life, by chance."""
    return life_of(secrets.randbits(64))
