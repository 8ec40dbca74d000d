"""Small drawings inside HTML: as images, since Streamlit's HTML lets no drawing of its own through."""

import base64
import html


def image(drawing: str, width: float, height: float, alt: str = "") -> str:
    """An HTML image of SVG content drawn on a canvas of `width` by `height`; without `alt` it is decoration."""
    size = f"width='{width:g}' height='{height:g}'"
    content = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:g} {height:g}' {size}>{drawing}</svg>"
    encoded = base64.b64encode(content.encode()).decode()
    return f"<img src='data:image/svg+xml;base64,{encoded}' {size} alt='{html.escape(alt, quote=True)}'>"
