"""Each landlord's small stylesheet, by which the components take its colours."""

from hashlib import sha256

from domain.policy.brand import Brand

_PROPERTIES = {
    "colour": "--govuk-brand-colour",
    "link": "--govuk-link-colour",
    "link_hover": "--govuk-link-hover-colour",
    "link_visited": "--govuk-link-visited-colour",
}


def sheet_of(brand: Brand) -> str:
    """The stylesheet that sets a landlord's colours."""
    return f":root{{{';'.join(f'{_PROPERTIES[key]}:{colour}' for key, colour in brand)}}}\n"


def brand_address(landlord: str, brand: Brand) -> str:
    """Where browsers find it; another address once a colour is another."""
    return f"/static/{edition_of(sheet_of(brand))}/brand/{landlord}.css"


def edition_of(sheet: str) -> str:
    """What its address holds: another word for other colours."""
    return sha256(sheet.encode()).hexdigest()[:16]
