"""The raw bytes of a request, up to the size that a vendor ever sends."""

from starlette.requests import Request

LARGEST = 1024 * 1024


class TooLarge(Exception):
    """The body passes 1 MiB: answered 413, and nothing of it is kept."""


async def raw_body(request: Request) -> bytes:
    """The body as it came. Raises TooLarge without reading the rest."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > LARGEST:
        raise TooLarge
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST:
            raise TooLarge
        chunks.append(chunk)
    return b"".join(chunks)
