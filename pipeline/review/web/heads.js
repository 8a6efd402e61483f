// The head of a column, corrected once for all its cells: its period, and the scale of its table. A column on paper is a row of the table.

const IN = { 0: "in full", 3: "in thousands", 6: "in millions", 9: "in billions" };
const LENGTHS = { three: 3, quarter: 3, six: 6, nine: 9, twelve: 12, year: 12 };
const isMoney = (cell) => cell.kind === "number" && cell.unit !== "shares" && cell.unit !== "USD/share";

const columnOf = (cell) => {
  const mine = DATA.columns.filter((c) => c.document === cell.document && c.table === cell.table && c.row === cell.row);
  return mine.find((c) => c.page === cell.page) ?? mine[0];
};

/** “DECEMBER 30, 2012”, in millions: what the column of a cell was read from. */
const headOf = (column) => (column ? `column ${column.column} of page ${column.page}: ${[column.quote && `“${column.quote}”`, column.scale === null ? "" : IN[column.scale]].filter(Boolean).join(", ")}` : "");
const hasHead = (cell) => isStatement(cell) && Boolean(cell.row) && !cell.fold && !cell.mine && !removed(cell) && Boolean(DATA.pages[cell.document]);

/** The scale that a person has given the amounts of the cell's table, here or before: the tables know that. */
const givenHere = (cell) => [...decisions].find(([id, d]) => d.scale !== undefined && id.startsWith(`${cell.document}/${cell.table}/`))?.[1].scale;
const givenScale = (cell) => isMoney(cell) ? givenHere(cell) ?? DATA.scales[cell.document]?.[cell.table] : undefined;
const scaleNow = (cell) => givenScale(cell) ?? columnOf(cell)?.scale ?? inTable(cell).find((c) => isMoney(c) && c.shift !== null)?.shift ?? 0;

function openHead() {
  const cell = now.cell;
  if (!cell || !hasHead(cell)) return;
  const [day, months] = cell.row.split(", "), column = columnOf(cell);
  $("head-day").value = day;
  $("head-months").value = parseInt(months) || "";
  $("head-months").parentElement.hidden = !months;
  const scale = scaleNow(cell);
  choose("head-scale", Object.keys({ ...IN, [scale]: 1 }), String(scale), (n) => IN[n] ?? `× 10^${n}`);
  setMode("heading");
  if (column?.head) openPage(cell.document, column.head);
  drawBoxes(cell);
  if (column?.box && column.head === now.page) place($("picked"), column.box, now.size, MARGIN), reveal($("picked"));
  tellHead();
}

/** A click on words of the head: a date, a length, a scale. */
function pickHead(event) {
  const word = wordAt(event);
  if (!word) return;
  const first = (event.shiftKey && now.picked?.first) || word, spot = joined(first, word), said = spot.quote.toLowerCase();
  now.picked = { first, ...spot };
  place($("picked"), spot.box, now.size, MARGIN);
  if (readDate(spot.quote)) $("head-day").value = readDate(spot.quote);
  for (const [name, months] of Object.entries(LENGTHS)) if (said.includes(name) && !$("head-months").parentElement.hidden) $("head-months").value = months;
  for (const [name, power] of Object.entries(SCALES)) if (said.includes(name) && power < 12) $("head-scale").value = power;
  tellHead();
}

const headName = () => $("head-day").value + ($("head-months").parentElement.hidden ? "" : `, ${+$("head-months").value} months`);
const amounts = (cell) => inTable(cell).filter((c) => isMoney(c) && !removed(c) && valueOf(c) !== null);
const valueOf = (cell) => (decisionOf(cell) ?? cell).value;

function tellHead() {
  const cell = now.cell, name = headName(), by = +$("head-scale").value - scaleNow(cell);
  const moved = inTable(cell).filter((c) => c.row === cell.row && valueOf(c) !== null).length;
  const period = name === cell.row ? "" : rowsOf(cell.document, cell.table).includes(name) ? "The two columns change places" : `${many(moved, "value")} become those of ${name}`;
  const scale = by ? `${many(amounts(cell).length, "amount")} of the table ${by > 0 ? "grow" : "shrink"} ${(10 ** Math.abs(by)).toLocaleString("en")} times` : "";
  $("head-hint").textContent = [period, scale].filter(Boolean).join("; ") || "Click the words of the head, or type";
  $("head-keep").disabled = !(period || scale) || !$("head-day").value || $("head-months").value === "0";
}

function keepHead() {
  if ($("head-keep").disabled) return;
  const before = new Map(decisions), cell = now.cell, name = headName(), scale = +$("head-scale").value, by = scale - scaleNow(cell);
  if (by) for (const c of amounts(cell)) settle(c, "correct", { ...spotOf(c), value: scaled(valueOf(c), by), scale });
  if (name !== cell.row) rename(cell, name);
  save();
  stopCorrecting();
  refill();
  go(list.cells.find((c) => c.document === cell.document && c.table === cell.table && c.row === name && c.field === cell.field) ?? cell);
  toast("The column is corrected", before);
}

/** Where the value of a cell stands, as whole words, which `extract apply` looks for: evidence may be a part of them. */
function spotOf(cell) {
  const { quote, page, line, box, scale } = decisionOf(cell)?.box ? decisionOf(cell) : cell, spot = { quote, page, line, box, scale };
  const { words: words_ } = printedOn(cell.document, page), wide = ([x0, , x1]) => x1 - x0;
  const over = words_.filter((w) => w.line === line && Math.min(w.box[2], box[2]) - Math.max(w.box[0], box[0]) > 0.3 * Math.min(wide(w.box), wide(box)));
  if (!over.length) return spot;
  const found = joined(over[0], over.at(-1), words_);
  return { ...spot, quote: found.quote, box: found.box };
}
const scaled = (value, by) => (value[0] === "-" ? "-" : "") + shifted(value.replace("-", ""), by);

/** The column's values go to the row of this name: a new one in place of the old, or the two change places. */
function rename({ document: document_, table, row }, name) {
  const of = (r) => new Map(CELLS.filter((c) => !c.gone && c.document === document_ && c.table === table && c.row === r).map((c) => [c.field, c]));
  const taken = (cells) => new Map([...cells].map(([field, c]) => [field, { value: valueOf(c), ...spotOf(c) }]));
  const there = rowsOf(document_, table).includes(name), from = of(row), mine = taken(from), theirs = there ? taken(of(name)) : new Map();
  if (!there) decideRow("add", document_, table, name), grow({ document: document_, table, row: name });
  give(of(name), mine);
  if (there) give(from, theirs);
  else decideRow("remove", document_, table, row);
}

function give(cells, told) {
  for (const [field, cell] of cells) {
    const new_ = told.get(field);
    if (new_ && new_.value !== null) settle(cell, "correct", new_);
    else if (cell.value !== null) settle(cell, "reject");
  }
}
