"""Pictures of charts as a reader takes them, for tests: pressed for in a file of charts, and read again."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

from playwright.sync_api import Locator

WIDTHS = {"slide": 1600, "column": 700, "phone": 390}
SVG = "{http://www.w3.org/2000/svg}"
# The texts of a picture that are not wholly inside it.
BEYOND = """svg => {
  const holder = document.body.appendChild(document.createElement("div"));
  holder.append(document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true));
  const edge = holder.firstChild.getBoundingClientRect();
  const texts = [...holder.querySelectorAll("text")].filter(text => {
    const box = text.getBoundingClientRect();
    const beside = box.left < edge.left || box.right > edge.right;
    return box.width && (beside || box.top < edge.top || box.bottom > edge.bottom);
  });
  const found = texts.map(text => text.textContent);
  holder.remove();
  return found;
}"""


def taken(section: Locator, size: str, form: str) -> tuple[str, bytes]:
    """The file that the buttons of a chart hand out: its name and its bytes."""
    section.get_by_label("Picture").select_option(size)
    with section.page.expect_download() as download:
        section.get_by_role("button", name=f"{form.upper()} of").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", data[16:24])


def printed(picture: ET.Element) -> str:
    """Every text of an SVG in one line, lines that were broken joined again."""
    return " ".join(" ".join(part for text in picture.iter(f"{SVG}text") for part in text.itertext()).split())


def parsed(svg: bytes) -> ET.Element:
    """An SVG, read as strictly as XML is."""
    return ET.fromstring(svg)  # noqa: S314 - our own file, and the parser's refusal is the test
