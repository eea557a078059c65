"""Who may say for somebody else that they are away, and who stands in: nobody comes by a role in that way."""

from domain.policy.staff import Person, StaffDirectory


def why_not_for_another(by: str, person: Person, deputy: str, directory: StaffDirectory) -> str:
    """Why *by*, a staff id, may not enter that *person* is away and *deputy* stands in; empty where they may.

    Whoever stands in holds the person's roles meanwhile. People give their own to whom they like. For somebody else, a
    deputy whom neither the person nor the file has named must hold those roles already, and so must whoever enters it.
    """
    if by == person.id or not deputy:
        return ""
    named = next((each for each in directory.people if each.id == deputy), None)
    holds_them = named is not None and person.roles <= named.roles
    if deputy == by and not holds_them:
        return f"You would stand in for {person.name} and hold their role. Ask them, or somebody else, to enter it"
    if deputy != (person.deputy or "") and not holds_them:
        return f"Only {person.name} can name somebody who does not hold their role. Choose a colleague who does"
    return ""
