"""Finds the letters that were printed to a folder."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_UNSEEN = {"head", "style", "script", "title"}


class Letter(BaseModel):
    """A letter as the inbox shows it; its id is its path within the folder."""

    model_config = ConfigDict(frozen=True, serialize_by_alias=True)

    id: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str


class _Reader(HTMLParser):
    """Reads a page's title, its text and whom its `<meta name="to">` names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self.to = self.title = self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "meta" and named.get("name") == "to":
            self.to = named.get("content") or ""
        elif tag in _UNSEEN:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[self._open.index(tag) :]

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title += data
        elif not self._open and data.strip():
            self.text += " ".join(data.split()) + "\n"


class Letters:
    """The letters in a folder, read afresh each time."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def all(self) -> tuple[Letter, ...]:
        """The letters, newest first."""
        if self._folder is None:
            return ()
        found = [_letter(path, self._folder) for path in self._folder.rglob("*.html") if _is_within(path, self._folder)]
        return tuple(sorted(found, key=lambda letter: letter.at, reverse=True))


def _is_within(path: Path, folder: Path) -> bool:
    """Whether it is a letter of the folder's own: a link may show what is anywhere."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _letter(path: Path, folder: Path) -> Letter:
    html = path.read_text(encoding="utf-8", errors="replace")
    read = _Reader(html)
    return Letter(
        id=path.relative_to(folder).as_posix(),
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        to=read.to,
        subject=" ".join(read.title.split()) or path.stem,
        text=read.text,
        html=html,
    )
