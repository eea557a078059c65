"""Each folder at the top of the house has its address: what the contracts, the image and the checks know of it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["name"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
CODE = {file.parent.name for file in ROOT.glob("*/*.py")} - {"docs", "tests", "bench"}
"""The folders with code of the product in them; the others look at it from outside."""
STANDS_ALONE = {"simulator"}


def named_in(layers: list[str]) -> set[str]:
    return {name for layer in layers for name in re.findall(r"\w+", layer)}


def test_every_folder_of_code_stands_in_the_layers_or_stands_alone() -> None:
    layers = named_in(CONTRACTS["Dependencies point at the domain"]["layers"])

    assert layers | STANDS_ALONE == CODE


def test_every_folder_of_code_is_read_by_the_contracts_the_types_and_the_wheel() -> None:
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == CODE
    assert set(PROJECT["tool"]["mypy"]["files"]) >= CODE
    assert CODE | {"policies"} == set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def test_every_folder_of_code_goes_into_the_image() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")

    assert set(re.findall(r"^COPY (\w+) \1$", dockerfile, re.MULTILINE)) == CODE | {"policies"}


def test_every_folder_is_on_the_map_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    house = readme.partition("## The house")[2].partition("\n## ")[0]

    assert set(re.findall(r"`(\w+)/`", house)) >= CODE | {"policies", "scenarios", "samples", "bench", "tests", "docs"}


def test_the_wings_of_the_domain_and_the_procedures_own_order_are_exhaustive() -> None:
    assert CONTRACTS["The wings of the domain"]["exhaustive"]
    assert CONTRACTS["The procedure's own order"]["exhaustive"]
