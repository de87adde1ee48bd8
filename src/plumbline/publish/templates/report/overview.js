// The table of sources sorts by any column.
const sortButtons = new Map([...document.querySelectorAll("button.sort")].map((b) => [b.value, b]));

const sortSources = (name, descending) => {
  const heading = sortButtons.get(name).closest("th");
  const column = heading.cellIndex;
  const numeric = heading.classList.contains("number");
  const key = (row) => row.cells[column].dataset.value;
  const compare = (a, b) => {
    if (numeric && (key(a) === "" || key(b) === "")) return (key(a) === "") - (key(b) === "");
    const order = numeric ? Number(key(a)) - Number(key(b)) : key(a) < key(b) ? -1 : Number(key(a) > key(b));
    return descending ? -order : order;
  };
  for (const other of heading.parentNode.cells) other.setAttribute("aria-sort", "none");
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = $("sources").tBodies[0];
  body.append(...[...body.rows].sort(compare));
};

for (const [name, button] of sortButtons) {
  button.addEventListener("click", () => {
    const sorted = button.closest("th").getAttribute("aria-sort");
    const numeric = button.closest("th").classList.contains("number");
    const descending = sorted === "none" ? numeric : sorted === "ascending";
    setState({ sort: name + (descending ? "-down" : "-up") });
  });
}
followers.push((changed) => {
  if (!changed.has("sort")) return;
  const [name, direction] = state.sort.split("-");
  if (sortButtons.has(name)) sortSources(name, direction === "down");
});
