"use strict";
// A figure laid anew for the width and height of a picture. Sizes are pixels of the layout, before any scale.

const FONT = '"Source Sans", "Source Sans 3", "Helvetica Neue", Arial, sans-serif';
const LEADING = 1.3; // height of a line as a share of its letters'
const TICKS = 26; // what the labels of a time axis need below it
const GAP = 16; // between a panel and the heading of the next
const LEAST_BODY = [210, 150, 105, 84]; // height of panels below which little is told apart, by how many rows there are
const HANG = 6; // room at the left of a list for marks at its edge
const LEAST_PANEL = 210; // and their width
const MOST_STRETCH = 2.2; // of a single chart, beyond which its marks stand lost
const MOST_LINES = 8; // of one text on a slide, whose height is given
const ruler = document.createElement("canvas").getContext("2d");

function wide(text, size, weight = 400) {
  ruler.font = `${weight} ${size}px ${FONT}`;
  return ruler.measureText(text).width;
}

// A text in lines that fit, at most so many; a word without an end is cut where the line ends.
function wrap(text, room, size, weight = 400, most = Infinity) {
  const lines = [];
  let line = "";
  for (let word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (wide(longer, size, weight) <= room) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    while (wide(word, size, weight) > room && word.length > 1) {
      let end = word.length - 1;
      while (end > 1 && wide(word.slice(0, end), size, weight) > room) end -= 1;
      lines.push(word.slice(0, end));
      word = word.slice(end);
    }
    line = word;
  }
  if (line) lines.push(line);
  return lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, -1)}…`] : lines;
}

// Plotly reads a small HTML of its own in every text; ours holds only line ends, bold and slanted letters of it.
const disarm = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const letters = (text) => {
  const bare = text.replace(/<br>/g, " ").replace(/<\/?[bi]>/g, "");
  return bare.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
};
const copy = (part) => JSON.parse(JSON.stringify(part));
const short = (axis) => axis.replace("axis", "");
const sum = (numbers) => numbers.reduce((whole, one) => whole + one, 0);

// What every kind of figure shares: no sources, which stand below the picture, and no edge for them.
function bare(figure, width) {
  const { data, layout } = copy(figure);
  const annotations = layout.annotations.filter((note) => note.name !== "sources");
  const margin = { ...layout.margin, b: 4 };
  return { data, layout: { shapes: [], ...layout, annotations, margin, width, autosize: false } };
}

// A list of statements. `meta.tops` says where its rows begin, and its places are pixels, so it may only be stretched
// a little; what there is no height for is left out from below, never a live row, and counted in `left`.
function listed(figure, names, width, height) {
  const laid = bare(figure, width);
  const { layout } = laid;
  const { tops, whole } = unfolded(laid, names, width - layout.margin.l - layout.margin.r);
  const { live } = layout.meta;
  const edge = layout.margin.t + layout.margin.b;
  const ends = [...tops.slice(Math.max(live, 1)), whole];
  const end = height ? ends.filter((top) => top * 0.9 + edge <= height).pop() || ends[0] : whole;
  const stretch = height ? Math.min(Math.max((height - edge) / end, 0.9), 1.6) : 1;
  const left = tops.filter((top) => top >= end).length;
  layout.yaxis.range = [end, 0];
  layout.annotations = layout.annotations.filter((note) => note.y < end - (left ? 30 : 0));
  for (const shape of layout.shapes) shape.y1 = Math.min(shape.y1, end);
  layout.height = Math.round(end * stretch + edge);
  return { ...laid, left, fits: !height || layout.height <= height + 1 };
}

// Labels with whole names, in as many lines as the width asks for: what stands below a line more moves down by it.
function unfolded({ data, layout }, names, room) {
  const labels = data.filter((trace) => trace.name === "label");
  const { size } = labels[0].textfont;
  const line = Math.ceil(size * LEADING);
  const folded = labels.map((trace) => trace.text.map((text) => rows(text, names, size, room)));
  const more = labels.flatMap((trace, group) => trace.y.map((y, row) => [y, (folded[group][row].length - 1) * line]));
  const moved = (y) => y + sum(more.filter(([label]) => label < y).map(([, extra]) => extra));
  const tops = layout.meta.tops.map(moved);
  const whole = moved(layout.yaxis.range[0]);
  for (const trace of data) trace.y = trace.y.map(moved);
  labels.forEach((trace, group) => {
    trace.y = trace.y.map((y, row) => y + ((folded[group][row].length - 1) * line) / 2);
    trace.text = folded[group].map((lines) => lines.join("<br>"));
  });
  for (const note of layout.annotations) note.y = moved(note.y);
  for (const shape of layout.shapes) shape.y1 = moved(shape.y1);
  return { tops, whole };
}

// A label (count, date, name, perhaps a remark) in lines of Plotly's HTML.
function rows(text, names, size, room) {
  const parts = text.split(" · ");
  const remark = /^<i>/.test(parts.at(-1)) ? [parts.pop()] : [];
  const cut = letters(parts.slice(2).join(" · "));
  const meant = cut.endsWith("…") ? names.filter((one) => one.startsWith(cut.slice(0, -1))) : [];
  const name = meant.length === 1 ? meant[0] : cut;
  const [count, when] = parts.map(letters);
  const said = [[count, "b"], [when, ""], [name, ""], ...remark.map((one) => [letters(one), "i"])];
  const words = said.flatMap(([part, tag], place) => {
    const each = part.split(/\s+/).map((word) => [word, tag]);
    return place ? [["·", ""], ...each] : each;
  });
  const lines = [[]];
  let left = 0;
  for (const [word, tag] of words) {
    const taken = wide(`${word} `, size, tag === "b" ? 700 : 400);
    if (left && left + taken > room) [left] = [0, lines.push([])];
    lines.at(-1).push(tag ? `<${tag}>${disarm(word)}</${tag}>` : disarm(word));
    left += taken;
  }
  return lines.map((line) => line.join(" "));
}

// Panels along time, in as many columns as there is room for; without a height each is as high as it was.
function stacked(figure, counts, width, height) {
  const many = Object.keys(figure.layout).filter((name) => name.startsWith("yaxis")).length;
  const most = height ? Math.min(many, Math.floor(width / LEAST_PANEL), 4) : 1;
  const tried = Array.from({ length: most }, (_, place) => gridded(figure, counts, width, height, place + 1));
  // A panel is read best that is about twice as wide as high.
  const off = ({ across, body, fits }) => Math.abs(Math.log(across / Math.max(body, 1) / 2)) + (fits ? 0 : 100);
  return tried.reduce((best, one) => (off(one) < off(best) ? one : best));
}

function gridded(figure, counts, width, height, columns) {
  const laid = bare(figure, width);
  const { data, layout } = laid;
  const { annotations, shapes, xaxis: time, margin } = layout;
  const whole = figure.layout.height - margin.t - figure.layout.margin.b;
  const names = Object.keys(layout).filter((name) => name.startsWith("yaxis")).sort((a, b) => a.slice(5) - b.slice(5));
  const inner = width - margin.l - margin.r;
  const beside = margin.l + 14;
  const across = (inner - (columns - 1) * beside) / columns;
  const panels = names.map((name, place) => headed(layout[name], annotations, counts[place], across, whole, height));
  const lines = Math.ceil(names.length / columns);
  const of = (line) => panels.slice(line * columns, (line + 1) * columns);
  const highest = (line, part) => Math.max(...of(line).map((panel) => panel[part]));
  const heads = Array.from({ length: lines }, (_, line) => highest(line, "head") + (line ? GAP : 0));
  const even = height ? (height - sum(heads) - TICKS) / lines : 0;
  const bodies = heads.map((_, line) => even || highest(line, "body"));
  const all = sum(heads) + sum(bodies);
  layout.margin = { ...margin, t: 0, b: TICKS };
  Object.assign(layout, { annotations: [], shapes: [], height: Math.round(all + TICKS) });
  names.forEach((name, place) => {
    const [line, column] = [Math.floor(place / columns), place % columns];
    const begin = sum(heads.slice(0, line + 1)) + sum(bodies.slice(0, line));
    const domain = [Math.max(1 - (begin + bodies[line]) / all, 0), Math.min(1 - begin / all, 1)];
    const left = (column * (across + beside)) / inner;
    const along = column ? `xaxis${column + 1}` : "xaxis";
    const nticks = Math.min(time.nticks, Math.max(Math.floor(across / 44), 2));
    layout[along] = { ...time, nticks, domain: [left, Math.min(left + across / inner, 1)], anchor: short(name) };
    Object.assign(layout[name], { domain, anchor: short(along) });
    for (const trace of data) if (trace.yaxis === short(name)) trace.xaxis = short(along);
    const top = heads[line] - (line ? GAP : 0);
    const at = { x: left, y: domain[1] };
    layout.annotations.push(...panels[place].notes.map((note) => ({ ...note, ...at, yshift: top - note.top })));
    layout.shapes.push(...shapes.map((shape) => ({ ...shape, xref: short(along), y0: domain[0], y1: domain[1] })));
  });
  const least = LEAST_BODY[Math.min(lines, LEAST_BODY.length) - 1];
  return { ...laid, left: 0, across, body: bodies[0], fits: !height || even >= least };
}

// The heading of a panel wrapped for its width, with what is counted below it: notes from the top, and their height.
function headed(axis, annotations, counts, across, whole, height) {
  const own = annotations.filter((note) => Math.abs(note.y - axis.domain[1]) < 1e-9);
  const told = own.map((note) => [note, letters(note.text), note.text.startsWith("<b>")]);
  if (counts) told.push([{ ...own[0], font: axis.tickfont }, counts, false]);
  const notes = [];
  let top = 0;
  for (const [note, text, bold] of told) {
    const lines = wrap(text, across, note.font.size, bold ? 700 : 400, height ? MOST_LINES : Infinity);
    const written = lines.map(disarm).join("<br>");
    notes.push({ ...note, text: bold ? `<b>${written}</b>` : written, top, yanchor: "top" });
    top += Math.ceil(lines.length * note.font.size * LEADING) + 1;
  }
  return { notes, head: top + 10, body: (axis.domain[1] - axis.domain[0]) * whole };
}

// One chart with one pair of axes: as high as it was, on a slide as high as there is room for, within reason.
function single(figure, width, height) {
  const laid = bare(figure, width);
  const { layout } = laid;
  layout.margin.b = layout.xaxis.visible === false ? 4 : TICKS;
  const own = figure.layout.height - figure.layout.margin.b + layout.margin.b;
  layout.height = height ? Math.round(Math.min(Math.max(height, own * 0.9), own * MOST_STRETCH)) : own;
  return { ...laid, left: 0, fits: !height || layout.height <= height + 1 };
}

// `hang` is how far a figure reaches beyond the left edge of the texts, so that its labels begin where they do.
function relaid(figure, { names, counts }, width, height) {
  const { meta, yaxis } = figure.layout;
  if (meta) return { ...listed(figure, names, width + HANG, height), hang: HANG };
  return { ...(yaxis.domain ? stacked(figure, counts, width, height) : single(figure, width, height)), hang: 0 };
}
