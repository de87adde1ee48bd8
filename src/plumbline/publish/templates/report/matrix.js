// Claims against sources; above a number of sources, claims against levels or a part of the sources.
const cellButtons = new Map(); // key -> button
const pointers = []; // called with the key of the cell or point that is pointed at, or ""
const pointAt = (key) => pointers.forEach((follow) => follow(key));

const byLevel = () => !data.few && state.columns === "";
const columnsShown = () => {
  if (byLevel()) return Object.keys(data.levels).filter((level) => level > 0).map((level) => ":" + level);
  const first = data.few ? 0 : (Number(state.columns) - 1) * data.columns;
  return data.sources.slice(first, first + data.columns).map((source) => source.id).filter((id) => !data.few || sourcesWithCells.has(id));
};
const sourcesWithCells = new Set(data.cells.map(([, source]) => data.sources[source].id));
const cellsByClaim = new Map(data.claims.map((_, i) => [i, []]));
for (const cell of data.cells) cellsByClaim.get(cell[0]).push(cell);

const meanGap = (claim) => {
  const counts = Object.entries(claim.levels);
  const n = counts.reduce((sum, [, count]) => sum + count, 0);
  return claim.licensed === null ? -Infinity : counts.reduce((sum, [level, count]) => sum + level * count, 0) / n - claim.licensed;
};
const claimsShown = () => {
  const order = data.claims.map((_, i) => i).filter((i) => !state.kind || data.claims[i].cls === state.kind);
  if (state.order === "gap") order.sort((a, b) => meanGap(data.claims[b]) - meanGap(data.claims[a]) || a - b);
  return order;
};

const makeCell = (claim, column, level, count) => {
  const gap = claim.licensed === null ? null : level - claim.licensed;
  const side = gap === null ? "" : sideOf(gap);
  if (state.side && side !== state.side) return make("td");
  const key = claim.id + "~" + column;
  const button = make("button", { type: "button", class: "cell l" + level, "data-key": key, "aria-pressed": "false", tabindex: "-1" });
  if (count) button.append(count.toLocaleString("en"), make("span", { class: "hidden" }, count === 1 ? " source" : " sources"));
  else button.append(String(level));
  if (side) {
    button.append(make("span", { "aria-hidden": "true" }, " " + signOf[side]));
    button.append(make("span", { class: "hidden" }, side === "at" ? ", at the licensed level" : ", " + side + " the licensed level"));
  }
  cellButtons.set(key, button);
  return make("td", {}, button);
};
const makeRow = (index, columns) => {
  const claim = data.claims[index];
  const found = new Map(byLevel()
    ? Object.entries(claim.levels).map(([level, n]) => [":" + level, [Number(level), n]])
    : cellsByClaim.get(index).map(([, source, level]) => [data.sources[source].id, [level, 0]]));
  const cells = columns.map((column) => (found.has(column) ? makeCell(claim, column, ...found.get(column)) : make("td")));
  if (!cells.some((cell) => cell.firstChild)) return null;
  const head = make("th", { scope: "row" }, claim.text, make("br"), make("span", { class: "unit" }, claim.cls));
  return make("tr", {}, head, make("td", {}, claim.licensed === null ? "–" : String(claim.licensed)), ...cells);
};
// An id may break behind its underscores, hyphens and dots.
const breakable = (id) => id.split(/(?<=[_.-])/).flatMap((part) => [part, make("wbr")]).slice(0, -1);
const buildMatrix = () => {
  const columns = columnsShown();
  cellButtons.clear();
  const rows = claimsShown().map((index) => makeRow(index, columns)).filter(Boolean);
  const names = columns.map((column) => (column.startsWith(":") ? sayLevel(column.slice(1)) : column));
  const heads = ["Claim", "Licensed", ...names].map((name) => make("th", { scope: "col" }, ...breakable(name)));
  $("matrix").replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
  $("matrix-count").textContent = rows.length + (rows.length === 1 ? " claim, " : " claims, ") + cellButtons.size.toLocaleString("en") + (cellButtons.size === 1 ? " cell" : " cells");
  const first = cellButtons.get(state.cell) || cellButtons.values().next().value;
  if (first) first.tabIndex = 0;
  markChosen();
};
const markChosen = () => {
  for (const [key, button] of cellButtons) button.setAttribute("aria-pressed", String(key === state.cell));
  const button = cellButtons.get(state.cell);
  if (button) bringInto($("matrix-region"), button);
};
// Scroll the region alone, so that the plot above it stays where it is.
const bringInto = (region, element) => {
  const outer = region.getBoundingClientRect();
  const own = element.getBoundingClientRect();
  if (own.top < outer.top + 80 || own.bottom > outer.bottom) region.scrollTop += own.top - outer.top - outer.height / 2;
  if (own.left < outer.left + 200 || own.right > outer.right) region.scrollLeft += own.left - outer.left - outer.width / 2;
};

// The matrix is one stop of the Tab key; arrows, Home and End move from cell to cell.
const moveFrom = (button, key) => {
  const grid = [...$("matrix").tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.querySelector("button.cell")));
  const row = button.closest("tr").sectionRowIndex;
  const column = button.closest("td").cellIndex;
  const across = (list, from, step) => {
    for (let i = from + step; i >= 0 && i < list.length; i += step) if (list[i]) return list[i];
    return null;
  };
  const down = grid.map((cells) => cells[column]);
  if (key === "ArrowRight") return across(grid[row], column, 1);
  if (key === "ArrowLeft") return across(grid[row], column, -1);
  if (key === "ArrowDown") return across(down, row, 1);
  if (key === "ArrowUp") return across(down, row, -1);
  if (key === "Home") return grid[row].find(Boolean);
  if (key === "End") return grid[row].findLast(Boolean);
  return null;
};
if ($("matrix")) {
  $("matrix").addEventListener("keydown", (event) => {
    const button = event.target.closest("button.cell");
    const next = button && moveFrom(button, event.key);
    if (!next) return;
    event.preventDefault();
    button.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  $("matrix").addEventListener("click", (event) => {
    const button = event.target.closest("button.cell");
    if (button) choose(button.dataset.key, button);
  });
  for (const type of ["mouseover", "focusin"]) {
    $("matrix").addEventListener(type, (event) => {
      const button = event.target.closest("button.cell");
      if (button) pointAt(button.dataset.key);
    });
  }
  for (const type of ["mouseleave", "focusout"]) $("matrix").addEventListener(type, () => pointAt(""));
  pointers.push((key) => {
    for (const [own, button] of cellButtons) button.classList.toggle("pointed", own === key);
  });
  for (const name of ["kind", "side", "order", "columns"]) {
    if ($(name)) $(name).addEventListener("change", () => setState({ [name]: $(name).value }));
  }
  followers.push((changed) => {
    const rebuilt = ["kind", "side", "order", "columns"].filter((name) => changed.has(name));
    for (const name of rebuilt) if ($(name)) $(name).value = state[name];
    if (rebuilt.length || !cellButtons.size) buildMatrix();
    else if (changed.has("cell")) markChosen();
  });
}
