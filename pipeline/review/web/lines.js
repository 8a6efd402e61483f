// A whole row at once: the numbers of the clicked line that stand in the columns of the table.

const NEAR = 14; // points between the right ends of two numbers of a column, at most
const OPEN = /^\$?\($/; // a bracket that is a word of its own

const isStatement = (cell) => Boolean(FORMS.get(cell.table)?.keys.length);
const inTable = (cell) => live().filter((c) => c.document === cell.document && c.table === cell.table);

/** A row of the table is a column on paper: row -> the right end of its numbers on the page in view. */
function columnsOf(cell) {
  const ends = new Map();
  for (const c of inTable(cell)) if (c.box && c.kind === "number" && c.page === now.page) ends.set(c.row, [...(ends.get(c.row) ?? []), c.box[2]]);
  return new Map([...ends].map(([row, xs]) => [row, xs.sort((a, b) => a - b)[xs.length >> 1]]));
}

/** What the line of a word gives to the cells of this field that nobody has decided: [{cell, value, quote, behind, page, line, box}]. */
function lineOf(cell, word) {
  if (!isStatement(cell) || cell.kind !== "number") return [];
  const columns = columnsOf(cell), found = now.words.filter((w) => w.line === word.line);
  const open = inTable(cell).filter((c) => c.field === cell.field && columns.has(c.row) && !removed(c) && (c === cell || !isDone(c)));
  return open.flatMap((c) => {
    const off = (w) => Math.abs(w.box[2] - columns.get(c.row));
    const near = found.filter((w) => off(w) < NEAR && /\d|[—–-]/.test(w.text)).sort((a, b) => off(a) - off(b))[0];
    if (!near) return [];
    const before = found[found.indexOf(near) - 1], spot = joined(before && OPEN.test(before.text) ? before : near, near);
    const value = read(spot.quote, asPrinted(c, spot.line), spot.behind);
    return value === null ? [] : [{ cell: c, value, page: now.page, ...spot }];
  });
}

/** The row is at hand if the clicked number is the one of the cell's own column. */
function offerLine(cell, word) {
  const found = lineOf(cell, word), own = found.find((p) => p.cell === cell);
  if (own && now.picked.value === null) Object.assign(now.picked, own);
  now.row = own && own.box[2] === now.picked.box[2] ? found : [];
  $("keep-row").hidden = now.row.length < 2;
  $("keep-row").firstChild.textContent = `Whole row: ${many(now.row.length, "value")} `;
  $("row").replaceChildren(...now.row.filter((p) => p !== own).map((p) => {
    const made = make("i", "");
    place(made, p.box, now.size, 2);
    return made;
  }));
}

function keepLine() {
  if (now.row.length < 2) return;
  const before = new Map(decisions), cell = now.cell, taken = now.row;
  for (const { cell: c, value, quote, page, line, box } of taken) settle(c, "correct", { value, quote, page, line, box, scale: givenScale(c) });
  save();
  onward(cell);
  toast(`${many(taken.length, "value")} of the row corrected`, before);
}
