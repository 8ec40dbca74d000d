"""How long an input takes until a browser has painted what it changed, measured inside the page.

The clock begins with the time stamp of the pointer going down. From then on each frame compares what is drawn with
what was drawn before. Once it differs, two frames pass; the second begins after the first was
painted.
"""

from collections.abc import Mapping

from playwright.sync_api import Locator, Page

from tests.browser import settle

REST = 300  # milliseconds between two inputs, in which a server collects its garbage
GIVE_UP = 60_000  # milliseconds

# Of a text or a list of rows the whole content is compared. Of a chart, what lies over it (the date and its window) and
# how many marks there are; it is drawn from end to end between two frames. Watching begins when everything
# stands there: a chart may still be drawing itself anew.
WATCH = """async parts => {
  const content = element => element.innerHTML;
  const chart = element => {
    const plot = element.querySelector(".js-plotly-plot");
    if (!plot) return "";
    const marks = plot.querySelectorAll(".point").length;
    const cursor = element.closest(".stVerticalBlock").querySelector(".fp-cursor");
    return marks && cursor ? `${marks} ${cursor.getAttribute("style")}` : "";
  };
  const signature = ([selector, kind]) => {
    const element = document.querySelector(selector);
    return element ? (kind === "chart" ? chart : content)(element) : "";
  };
  const look = () => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, signature(part)]));
  const rest = () => new Promise(resolve => setTimeout(resolve, 100));
  let before = look();
  while (Object.values(before).includes("")) {
    await rest();
    before = look();
  }
  let begun = null;
  document.addEventListener("pointerdown", event => { begun = event.timeStamp; }, {capture: true, once: true});
  window.waited = false;
  window.painted = new Promise(resolve => {
    const seen = {}, done = {};
    const frame = () => {
      const now = performance.now();
      for (const name of Object.keys(parts)) {
        if (seen[name] && !done[name]) done[name] = now - begun;
        const drawn = begun === null || seen[name] ? "" : signature(parts[name]);
        if (drawn && drawn !== before[name]) seen[name] = true;
      }
      if (Object.keys(done).length === Object.keys(parts).length) resolve(done);
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  window.painted.then(() => { window.waited = true; });
}"""


def click(target: Locator, parts: Mapping[str, tuple[str, str]], *, rest: int = REST) -> dict[str, float]:
    """Seconds from a click on `target` to each of `parts` painted anew; a part is a selector and "content" or "chart".

    `rest` milliseconds pass before it comes back.

    Raises playwright's TimeoutError where a part does not change.
    """
    page: Page = target.page
    target.scroll_into_view_if_needed()
    page.evaluate(WATCH, {name: list(part) for name, part in parts.items()})
    target.click(timeout=GIVE_UP, position={"x": 5, "y": 5})
    page.wait_for_function("() => window.waited", timeout=GIVE_UP)
    took = page.evaluate("window.painted")
    settle(page, GIVE_UP)
    page.wait_for_timeout(rest)
    return {name: milliseconds / 1000 for name, milliseconds in took.items()}
