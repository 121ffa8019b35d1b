"""Where a picture is: among sizes, lazy-loading attributes and place-holders, the one address that shows it best."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from parsing.urls import absolute

_MAX_ADDRESS = 2_000
_MAX_SRCSET = 20_000
#: attributes in which scripts that load late keep the address, most telling first
_LAZY_NAMES = (
    "data-src data-lazy-src data-original data-orig-file data-lazy data-image data-url data-hi-res-src nitro-lazy-src"
)
_LAZY = tuple(_LAZY_NAMES.split())
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
#: what stands in `src` until the script ran
_HOLDER = re.compile(r"^data:|(?:blank|placeholder|spacer|transparent|lazy|loading|1x1|pixel)[^/]*$", re.IGNORECASE)
_IMAGE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|svg|bmp|tiff?|heic)$", re.IGNORECASE)
#: sizes that systems write into names: "-300x200", "-scaled", "_large"
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|-e\d{10,13}|-rotated|@2x)+(?=\.[a-z]{3,4}$)")
_STYLES = re.compile(r"/styles/[^/]{1,100}/public/")
_DESCRIPTOR = re.compile(r"(\d{1,5})(?:\.\d{1,3})?([wx])(?:,(.*))?")


def address_of(image: etree._Element, base: str) -> str | None:
    """The address of a picture, its largest size where several are named; None where it has none in the web."""
    given = (image.get("src") or "")[: _MAX_ADDRESS + 1].strip()
    largest = max(_sized(image), default=(0, ""))
    candidates = [largest[1]] if largest[0] else []
    if not given or _HOLDER.search(given):
        candidates += [*((image.get(name) or "") for name in _LAZY), largest[1], given]
    else:
        candidates += [given, *((image.get(name) or "") for name in _LAZY)]
    for candidate in candidates:
        candidate = candidate.strip()
        is_sound = candidate and len(candidate) <= _MAX_ADDRESS and not candidate.startswith("data:")
        if is_sound and (address := absolute(base, candidate)):
            return address
    return None


def _sized(image: etree._Element) -> Iterator[tuple[int, str]]:
    """Sizes and addresses of the sets of a picture, and of the sources beside it in a `picture`."""
    parent = image.getparent()
    around = [image, *parent.iterchildren("source")] if parent is not None and parent.tag == "picture" else [image]
    for element in around[:10]:
        for name in _LAZY_SETS:
            given = element.get(name)
            for size, address in candidates_in(given[:_MAX_SRCSET]) if given else ():
                # a source in a newer format is the same picture; the plain one is readable for longer
                yield size - (1 if element is not image else 0), address


def candidates_in(given: str) -> Iterator[tuple[int, str]]:
    """Size and address of each entry of a `srcset`: "a.jpg 300w, b.jpg 2x, c.jpg". Addresses may hold commas."""
    address = ""
    for token in given.split()[:120]:
        found = _DESCRIPTOR.fullmatch(token) if address else None
        if found:
            yield int(found[1]) * (1 if found[2] == "w" else 1000), address
            address = found[3] or ""
            continue
        if address:
            yield 1, address
        address = token.strip(",")
        if token.endswith(",") and address:
            yield 1, address
            address = ""
    if address:
        yield 1, address


def same_picture(address: str) -> str:
    """A key that is the same for all sizes of a picture."""
    parts = urlsplit(address)
    path = _SIZE.sub("", _STYLES.sub("/", parts.path.lower()))
    host = (parts.hostname or "").removeprefix("www.")
    if re.fullmatch(r"i\d\.wp\.com", host):
        host, _, path = path.lstrip("/").partition("/")
        path = f"/{path}"
    # a picture that a program serves is told apart by its parameters only
    return f"{host}{path}" if _IMAGE.search(path) else f"{host}{path}?{parts.query}"


def is_image_path(path: str) -> bool:
    """Whether an address's path is a picture's."""
    return bool(_IMAGE.search(path))
