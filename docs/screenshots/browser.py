"""A headless Chromium, steered through the pipe it offers for that: nothing to install beside the browser itself."""

import base64
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_TAKES_THE_PIPES = 'exec "$@" 3<&{commands} 4>&{answers}'
"""Chromium reads commands from descriptor 3 and answers on 4."""
_END = b"\0"
_LOOK_EVERY = 0.2


class Browser:
    """One page."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = commands
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._asked = 0
        self._unread = b""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def resize(self, width: int, height: int) -> None:
        """Give the page a size."""
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def before_each_page(self, script: str) -> None:
        """Run *script* in each page before the page's own."""
        self._ask("Page.enable")
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=script)

    def forget(self) -> None:
        """Hold no cookie any more: nobody is signed in."""
        self._ask("Network.clearBrowserCookies")

    def open(self, url: str) -> None:
        """Go to a page."""
        self._ask("Page.navigate", url=url)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page says
        """What an expression comes to in the page."""
        return self._ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def until(self, expression: str, seconds: float = 30) -> None:
        """Wait until *expression* is true in the page.

        Raises:
            TimeoutError: it never was.
        """
        end = time.monotonic() + seconds
        while not self.evaluate(f"!!({expression})"):
            if time.monotonic() > end:
                raise TimeoutError(f"never true: {expression}; the page says: {self.text()[:500]}")
            time.sleep(_LOOK_EVERY)

    def text(self) -> str:
        """All that can be read on the page."""
        return str(self.evaluate("document.body ? document.body.innerText : ''"))

    def picture(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode(self._ask("Page.captureScreenshot", format="png")["data"])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401 - the protocol's values
        self._asked += 1
        command = {"id": self._asked, "method": method, "params": parameters}
        if hasattr(self, "_session"):
            command["sessionId"] = self._session
        os.write(self._commands, json.dumps(command).encode() + _END)
        while (answer := self._next()).get("id") != self._asked:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while _END not in self._unread:
            more = self._answers.read(65536)
            if not more:
                raise RuntimeError("Chromium has ended")
            self._unread += more
        said, _, self._unread = self._unread.partition(_END)
        message: dict[str, Any] = json.loads(said)
        return message


@contextmanager
def browser(program: Path) -> Iterator[Browser]:
    """A browser with nothing remembered, ended with the block."""
    commands_from, commands_to = os.pipe()
    answers_from, answers_to = os.pipe()
    takes = _TAKES_THE_PIPES.format(commands=commands_from, answers=answers_to)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe")
        running = subprocess.Popen(  # noqa: S603 - the browser of this machine
            ["/bin/sh", "-c", takes, "sh", str(program), *options, f"--user-data-dir={profile}"],
            pass_fds=(commands_from, answers_to),
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(commands_from)
        os.close(answers_to)
        try:
            yield Browser(commands_to, answers_from)
        finally:
            os.close(commands_to)
            running.terminate()
            running.wait(timeout=20)
