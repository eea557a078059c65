"""What a landlord's roles are for in the desk: who works on complaints, who supervises, who answers for all of them.

No complaint carries it and no rule of the procedure depends on it: who may give an order, the policy's editions say.
"""

from collections.abc import Iterator

from domain.policy.landlord import RoleName
from domain.value import Value


class Access(Value):
    """Roles, by what else they see beside complaints, or instead of them."""

    reports_only: tuple[RoleName, ...] = ()
    """Who sees reports and no complaint, unless they hold another role too: a board member."""
    supervises: tuple[RoleName, ...] = ()
    """Who sees what everybody has, what waits for approval or a decision, and what is overdue."""
    oversees: tuple[RoleName, ...] = ()
    """Who answers for how complaints are dealt with: sees who opened which, and what was disclosed."""
    vouches_for_addresses: bool = False
    """Whether the landlord says that its provider's e-mail addresses are its own people's, though the provider does not
    say so: then somebody who signs in for the first time is known by theirs."""

    def named(self) -> Iterator[tuple[str, RoleName]]:
        """Every role it names, and where."""
        for where in ("reports_only", "supervises", "oversees"):
            yield from ((where, role) for role in getattr(self, where))
