"""A stand-in for SendGrid and Twilio that takes next to nothing of a processor: `python -m bench.vendors PORT`.

It accepts everything at once, by the same HTTP that the vendors' SDKs speak, and keeps nothing; the simulator judges
and keeps what it is sent, and would be measured with the worker.
"""

import asyncio
import json
import re
import sys
from itertools import count

_LENGTH = re.compile(rb"(?i)content-length: *(\d+)")
_numbers = count(1)


async def serve(port: int) -> None:
    """Answer until the process is stopped."""
    server = await asyncio.start_server(_answer, "127.0.0.1", port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            await reader.readexactly(int(length[1]) if length else 0)
            writer.write(_accepted(next(_numbers), is_mail=head.startswith(b"POST /v3/mail/send")))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _accepted(number: int, *, is_mail: bool) -> bytes:
    """As SendGrid accepts a mail, or as Twilio accepts a text."""
    body = "" if is_mail else json.dumps({"sid": f"SM{number:032x}", "status": "queued"})
    status, named = ("202 Accepted", f"X-Message-Id: {number}\r\n") if is_mail else ("201 Created", "")
    kind = "Content-Type: application/json\r\n"
    return f"HTTP/1.1 {status}\r\n{kind}{named}Content-Length: {len(body)}\r\n\r\n{body}".encode()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
