"""The hold on a complaint that was revived: the resident is told nothing until a person has looked at it (D13)."""

from datetime import datetime

from domain.value import Value


class Hold(Value):
    """Notices to the resident wait for a person: some of them may have gone before, and nobody knew."""

    since: datetime
    from_record: bool = False
    """Whether the complaint was built from the register's tables, because its kept state could not be opened."""
