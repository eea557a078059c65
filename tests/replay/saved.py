"""How histories are saved: one file a scenario, small, and readable with `xz -dc FILE | python -m json.tool`.

Each holds the runs of two moments of one life: `open`, in the middle of it, and `closed`, at its end. A run is
Temporal's own JSON but for the payloads, which are text where Temporal has base64: so a file is a third of the size.
"""

import base64
import json
import lzma
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

HISTORIES = Path(__file__).parent / "histories"
NEWEST = HISTORIES / "newest"
"""Those of the version that is being made; beside it stand those of each release, under its name."""
Change = Callable[[str], str]


def save(moments: Mapping[str, Sequence[WorkflowHistory]], path: Path) -> int:
    """Save them, and say how many bytes that took.

    Raises:
        UnicodeDecodeError: a payload is encrypted, so that the file would be of no use to anybody else.
    """
    # Who sent what and where code lay name the machine; replay asks neither.
    changes: dict[str, Change] = {"data": _text, "identity": lambda _: "putright", "stackTrace": lambda _: ""}
    plain = {moment: [_with(changes, json.loads(run.to_json())) for run in runs] for moment, runs in moments.items()}
    return path.write_bytes(lzma.compress(json.dumps(plain, ensure_ascii=False).encode()))


def saved(path: Path) -> dict[str, list[WorkflowHistory]]:
    """The runs of each moment."""
    moments = json.loads(lzma.decompress(path.read_bytes()))
    return {
        moment: [WorkflowHistory.from_json(path.stem, _with({"data": _base64}, run)) for run in runs]
        for moment, runs in moments.items()
    }


def _with(changes: Mapping[str, Change], value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The same, with what has those names changed, wherever it is; a payload's own text is not looked into."""
    if isinstance(value, dict):
        return {key: changes[key](each) if key in changes else _with(changes, each) for key, each in value.items()}
    return [_with(changes, each) for each in value] if isinstance(value, list) else value


def _text(data: str) -> str:
    return base64.b64decode(data).decode()


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
