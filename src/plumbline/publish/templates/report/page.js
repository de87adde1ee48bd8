// The data of the page, and the few helpers that all its parts share. Whatever comes from a source
// reaches the page as text (text nodes and textContent), never as HTML.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const texts = data.texts.texts;
const sourceIndex = new Map(data.sources.map((source, i) => [source.id, i]));
const claimIndex = new Map(data.claims.map((claim, i) => [claim.id, i]));

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== ""));
  return element;
};

// The rows of a flat list of numbers, `width` to a row.
const rowsOf = (list, width) => {
  const rows = [];
  for (let i = 0; i < list.length; i += width) rows.push(list.slice(i, i + width));
  return rows;
};

// Offsets count code points; JavaScript counts UTF-16 units, which differ beyond U+FFFF.
const slicer = (text) => {
  if (!/[\ud800-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
};

const sentenceRows = (source) =>
  rowsOf(texts[source].sentences, 5).map(([id, paragraph, kind, start, length]) => ({
    id, paragraph, kind: data.texts.kinds[kind], start, end: start + length,
  }));

const claimRows = (source) =>
  rowsOf(texts[source].claims, 6).map(([start, length, about, sentence, claim, level]) => ({
    start, end: start + length, about, sentence, claim, level,
  }));

const sayLevel = (level) => level + " " + data.levels[level];
const sayGap = (gap) => (gap > 0 ? "+" : "") + String(gap).replace("-", "−");
const sideOf = (gap) => (gap > 0 ? "above" : gap < 0 ? "below" : "at");
const signOf = { above: "▲", at: "=", below: "▼" };
