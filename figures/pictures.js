// A chart as a picture that can stand alone: title, what is counted, the key, the chart and its sources in one SVG.
// Every text becomes a text node, so none of them can be markup.

const SVG = "http://www.w3.org/2000/svg";
const SCALES = [2.2, 2, 1.8, 1.65, 1.5, 1.38, 1.25, 1.12, 1, 0.9, 0.8]; // of a slide's letters, the largest first
// `dense` is how many pixels of a PNG a pixel of the layout is: a column is printed, and a phone shows fine letters.
const SIZES = {
  slide: { width: 1600, height: 900, scales: SCALES, pad: 28, dense: 1 },
  column: { width: 700, scales: [1], pad: 20, dense: 2 },
  phone: { width: 390, scales: [1], pad: 14, dense: 2 },
};
const CLEAR = 1.25; // the scale of a slide that is not given up for statements without a vote
const KEY = { size: 12, line: 15, row: 20, gap: 16 };

// The lines of the texts above or below a chart, each with its place from the top, and how high they are together.
function set(texts, room, most = Infinity) {
  const lines = [];
  let top = 0;
  for (const { text, size, weight = 400, colour, after = 5 } of texts.filter((one) => one.text)) {
    for (const line of wrap(text, room, size, weight, most)) {
      lines.push({ text: line, size, weight, colour, baseline: top + size });
      top += Math.ceil(size * LEADING);
    }
    top += after;
  }
  return { lines, height: top };
}

// The key in rows that fit; a label that is wider than a row is broken.
function keyed(signs, room) {
  const items = [];
  let [left, top, high] = [0, 0, 1];
  for (const [drawing, width, label] of signs) {
    const lines = wrap(label, room - width - 6, KEY.size);
    const taken = width + 6 + Math.max(...lines.map((line) => wide(line, KEY.size)));
    if (left && left + taken > room) [left, top, high] = [0, top + KEY.row + (high - 1) * KEY.line, 1];
    items.push({ drawing, width, lines, left, top });
    high = Math.max(high, lines.length);
    left += taken + KEY.gap;
  }
  return { items, height: items.length ? top + KEY.row + (high - 1) * KEY.line : 0 };
}

function above(picture, room, most) {
  const { ink, muted } = picture.colours;
  return set(
    [
      { text: picture.over, size: 12, colour: muted, after: 2 },
      { text: picture.title, size: room < 400 ? 20 : 24, weight: 700, colour: ink },
      { text: picture.counted, size: 13, colour: muted },
      { text: picture.said, size: 13.5, colour: ink },
      { text: picture.when, size: 13, colour: muted, after: 8 },
    ],
    room,
    most,
  );
}

function below(picture, room, most, left) {
  const { muted } = picture.colours;
  const rest = left === 1 ? "1 statement" : `${left} statements`;
  const cut = `Without ${rest}, expired, superseded or without a vote, for which a slide has no room.`;
  const texts = [left ? cut : "", picture.sources, picture.credit];
  return set(texts.map((text) => ({ text, size: 11.5, colour: muted, after: 3 })), room, most);
}

// Everything placed for one size: on a slide with the largest letters with which the whole chart has room.
function placed(figure, picture, size) {
  let found = null;
  for (const scale of size.scales) {
    const [width, height] = [size.width / scale, size.height ? size.height / scale : null];
    const room = width - 2 * size.pad;
    const most = height ? MOST_LINES : Infinity;
    const [head, key] = [above(picture, room, most), keyed(picture.key, room)];
    const taken = (foot) => 2 * size.pad + head.height + key.height + GAP + foot.height;
    const free = height && height - taken(below(picture, room, most, 1));
    const chart = relaid(figure, picture, room, free);
    const foot = below(picture, room, most, chart.left);
    found = { scale, width, head, key, foot, chart, free, height: height || taken(foot) + chart.layout.height };
    if (chart.fits && (!chart.left || scale <= CLEAR)) break;
  }
  return found;
}

function element(name, values, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const parsed = (text) =>
  document.importNode(new DOMParser().parseFromString(sound(text), "image/svg+xml").documentElement, true);

// A text without what XML cannot hold: control characters, and halves of characters.
function sound(text) {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

function written({ lines }, left, top) {
  return lines.map(({ text, size, weight, colour, baseline }) =>
    element("text", { x: left, y: top + baseline, "font-size": size, "font-weight": weight, fill: colour }, text),
  );
}

function signs({ items }, left, top, colour) {
  return items.flatMap(({ drawing, width, lines, ...at }) => {
    const shape = parsed(`<svg xmlns="${SVG}" viewBox="0 0 ${width} 14">${drawing}</svg>`);
    const box = { x: left + at.left, y: top + at.top, width, height: 14 };
    for (const [key, value] of Object.entries(box)) shape.setAttribute(key, value);
    const place = { x: box.x + width + 6, "font-size": KEY.size, fill: colour };
    return [shape, ...lines.map((line, row) => element("text", { ...place, y: box.y + 11 + row * KEY.line }, line))];
  });
}

// The picture as an SVG element of the size asked for.
async function drawn(figure, picture, size) {
  const { scale, width, height, head, key, foot, chart, free } = placed(figure, picture, size);
  const { pad } = size;
  const { layout } = chart;
  const text = await Plotly.toImage(
    { data: chart.data, layout },
    { format: "svg", width: layout.width, height: layout.height, imageDataOnly: true },
  );
  const plot = parsed(text);
  const top = pad + head.height + key.height + GAP / 2;
  const box = { x: pad - chart.hang, y: top, width: layout.width, height: layout.height };
  // What no scale made room for is drawn smaller.
  if (free && layout.height > free) box.height = Math.max(free, 1);
  for (const [name, value] of Object.entries(box)) plot.setAttribute(name, value);
  const { paper, muted } = picture.colours;
  const [across, down] = [size.width, Math.round(height * scale)];
  return element(
    "svg",
    { xmlns: SVG, width: across, height: down, viewBox: `0 0 ${width} ${down / scale}`, "font-family": FONT },
    element("title", {}, picture.title),
    element("desc", {}, picture.alt),
    element("rect", { width, height: down / scale, fill: paper }),
    ...written(head, pad, pad),
    ...signs(key, pad, pad + head.height, muted),
    plot,
    ...written(foot, pad, down / scale - pad - foot.height),
  );
}

async function png(text, across, down) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: across, height: down });
  canvas.getContext("2d").drawImage(image, 0, 0, across, down);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large"))), "image/png"),
  );
}

async function taken(figure, picture, size, form) {
  const svg = await drawn(figure, picture, size);
  const text = sound(new XMLSerializer().serializeToString(svg));
  if (form === "svg") return new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`], { type: "image/svg+xml" });
  const [across, down] = ["width", "height"].map((name) => svg.getAttribute(name) * size.dense);
  return png(text, across, down);
}

function handed(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

for (const place of document.querySelectorAll("[data-chart]")) {
  const { data, layout, picture } = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const figure = copy({ data, layout });
  Plotly.newPlot(place, data, layout, { displayModeBar: false, responsive: true });
  const form = place.closest("section").querySelector(".pictures");
  for (const button of form?.querySelectorAll("button") || []) {
    button.addEventListener("click", async () => {
      const size = form.querySelector("select").value;
      const name = `${picture.name}-${size}.${button.value}`;
      const told = form.querySelector("[role=status]");
      try {
        handed(await taken(figure, picture, SIZES[size], button.value), name);
        told.textContent = `Made: ${name}`;
      } catch (error) {
        told.textContent = `This picture could not be made: ${error.message}`;
      }
    });
  }
}
