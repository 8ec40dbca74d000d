"""Whether two web addresses lead to the same page, as far as that can be told without opening them."""

import re

SCHEME = re.compile(r"https?://", re.IGNORECASE)
PORT = re.compile(r":(?:80|443)\Z")
# What newsletters, social networks and caches hang on an address: it says who sent the reader, never where to.
TRACKING = re.compile(
    r"(?:utm_\w*|\w*clid|mc_[ce]id|igshid|ref|ref_src|cmp|cmpid|ocid|s_cid|smid|doing_wp_cron)(?:=.*)?\Z", re.IGNORECASE
)


def same_page(address: str) -> str:
    """What is left of an address without scheme, www, trailing slash, fragment and tracking; equal for equal pages."""
    page, _, query = SCHEME.sub("", address.strip()).partition("#")[0].partition("?")
    host, slash, path = page.partition("/")
    host = PORT.sub("", host.lower()).removeprefix("www.").removesuffix(".")
    kept = sorted(one for one in query.split("&") if one and not TRACKING.match(one))
    return f"{host}{slash}{path}".rstrip("/") + ("?" + "&".join(kept) if kept else "")
