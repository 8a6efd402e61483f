// Many at once: a page, a table, all values above a bar. What was done can be undone until the next decision.

const undecided = (fits) => live().filter((c) => !isDone(c) && fits(c));

/** Groups of cells that may be accepted together: [what they are, the cells]. */
function offers() {
  const { document: document_, table } = now.cell, bar = +$("many-bar").value, chosen = $("document").value;
  const values = undecided((c) => c.value !== null && c.document === document_);
  const sure = undecided((c) => c.group === REST && c.value !== null && c.confidence >= bar && (!chosen || c.document === chosen));
  return [
    [`Page ${now.page} of ${document_}`, values.filter((c) => c.page === now.page)],
    [`${title(table)} of ${document_}`, undecided((c) => c.document === document_ && c.table === table)],
    [`Everything above ${percent(bar)}${chosen ? ` in ${chosen}` : ""}`, sure],
  ];
}

/** "24 values, 2 of them in doubt, and 5 empty cells" */
function contents(cells) {
  const values = cells.filter((c) => c.value !== null), doubted = values.filter((c) => c.group < EMPTY).length, empty = cells.length - values.length;
  return [many(values.length, "value") + (doubted ? `, ${doubted} of them in doubt` : ""), empty ? `${many(empty, "empty cell")}` : ""].filter(Boolean).join(", and ");
}

function openMany() {
  if (!now.cell) return;
  fillMany();
  $("many").showModal();
}

function fillMany() {
  $("many-offers").replaceChildren(...offers().map(([name, cells]) => {
    const made = make("button", "");
    made.type = "button";
    made.disabled = !cells.length;
    made.append(make("strong", "", name), make("span", "", contents(cells)));
    made.onclick = () => acceptAll(cells);
    return made;
  }));
}

function acceptAll(cells) {
  const before = new Map(decisions), cell = now.cell;
  for (const c of cells) settle(c, "accept");
  save();
  $("many").close();
  refill();
  onward(cell);
  toast(`${contents(cells)} accepted`, before);
}

function toast(text, before) {
  $("toast-text").textContent = text;
  $("toast").hidden = false;
  $("undo").onclick = () => undo(before);
}

/** Decisions as they were; rows that were added since are as if they had never been. */
function undo(before) {
  decisions.clear();
  for (const [id, decision] of before) decisions.set(id, decision);
  for (const c of CELLS) if (c.mine && !decisions.has(rowId(c.document, c.table, c.row))) c.gone = true;
  save();
  refill();
  go(list.cells.includes(now.cell) ? now.cell : list.cells[0]);
}
