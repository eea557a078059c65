"""How properties are tested: how long an example takes says how busy the machine is, not whether it holds."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
