// Rows that a person adds: a form asks for their key, and their cells are open questions like any other. What a name of a row says: pipeline/tables/added_rows.py.

const ONE_ROW = /added \S+Z/g; // how an entry of a list is named that has no number yet

const rowOf = (cell) => cell.row.replace(ONE_ROW, "added row");
const rowsOf = (document_, table) => [...new Set(live().filter((c) => c.document === document_ && c.table === table && c.row).map((c) => c.row))];
const rowId = (document_, table, row) => `${document_}/${table}/${row}/`;

/** The row of a cell, or one around it, that is to be removed: its id, if there is one. */
function removed(cell) {
  for (let { table, row } = cell; row && FORMS.has(table); [table, row] = [FORMS.get(table).in, row.split(/Z in (.*)/)[1]])
    if (decisions.get(rowId(cell.document, table, row))?.action === "remove") return rowId(cell.document, table, row);
}

/** The cells of a new row, each read as the others of its field. */
function grow({ document: document_, table, row }) {
  const like = new Map(CELLS.filter((c) => c.document === document_ && c.table === table).map((c) => [c.field, c]));
  const none = { value: null, quote: "", line: null, box: null, confidence: null, status: "not found: in a row that you added", group: EMPTY };
  const page = now.cell?.document === document_ && now.cell.table === table && now.size ? now.page : undefined, place = (field) => placeOf({ document: document_, table, field, path: `/${table}/${NEW + CELLS.length}/` });
  const made = FORMS.get(table).fields.map((field) => ({ ...like.get(field), ...none, row, path: `/${table}/-/${field}`, added: true, mine: true, place: place(field), page: page ?? like.get(field).page }));
  for (const cell of made) CELLS.push(Object.assign(cell, { n: CELLS.length }));
  return made;
}
const NEW = 1e5; // new rows stand behind the others of their table

function decideRow(action, document_, table, row) {
  decisions.set(rowId(document_, table, row), { action, document: document_, table, row, value: null, quote: null, page: null, line: null, box: null, was: null, when: new Date().toISOString() });
}

function addRow(document_, table, row) {
  decideRow("add", document_, table, row);
  const [first] = grow({ document: document_, table, row });
  save();
  if ($("document").value) $("document").value = document_;
  $("search").value = "";
  refill();
  go(first);
}

/** Added rows and periods can be removed; of an entry that was found in a list, which has no name but its number, all values are rejected. */
const isEntry = (cell) => Boolean(cell.row) && !cell.added && !isStatement(cell) && FORMS.has(cell.table);
const hasRow = (cell) => !cell.fold && !isRowless(cell) && Boolean(cell.row) && FORMS.has(cell.table);
const entry = (cell) => inTable(cell).filter((c) => c.row === cell.row && c.value !== null);

function rejectEntry() {
  const before = new Map(decisions), cell = now.cell, values = entry(cell);
  for (const c of values) settle(c, "reject");
  save();
  onward(cell);
  toast(`${many(values.length, "value")} of the row rejected`, before);
}

/** A row that was added here is as if it had never been; one that the tables have is to be removed. New rows in it go too. */
function removeRow() {
  const cell = now.cell, at = list.cells.indexOf(cell);
  if (!hasRow(cell) || removed(cell)) return;
  if (isEntry(cell)) return rejectEntry();
  decideRow("remove", cell.document, cell.table, cell.row);
  for (const c of live().filter((c) => c.mine && removed(c))) {
    c.gone = true;
    decisions.delete(idOf(c));
    decisions.delete(rowId(c.document, c.table, c.row));
  }
  save();
  refill();
  go(cell.gone ? list.cells[Math.min(at, list.cells.length - 1)] : cell);
}

// The form

function openForm() {
  if ($("plus").disabled) return;
  const documents = NAMES.filter((name) => DATA.pages[name]);
  choose("add-document", documents, now.cell?.document);
  choose("add-table", [...FORMS.keys()].filter((t) => CELLS.some((c) => c.table === t)), now.cell?.table, title);
  askKey();
  $("adding").showModal();
  ($("add-key").querySelector("input, select") ?? $("add")).focus();
}

function choose(id, options, chosen, text = (o) => o) {
  $(id).replaceChildren(...options.map((o) => new Option(text(o), o, false, o === chosen)));
}

/** The key as the schema has it: of a statement its period, of a list in a list the row around it, of others nothing. */
function askKey() {
  const form = FORMS.get($("add-table").value), [, months] = /, (\d+) months$/.exec(now.cell?.row ?? "") ?? [];
  const inputs = form.keys.map(([name, type, min, max]) => labelled(name, Object.assign(make("input", ""), { type, min, max, required: true, value: name === "months" && months ? months : "" })));
  if (form.in) inputs.push(labelled(form.in, Object.assign(make("select", ""), { required: true })));
  $("add-key").replaceChildren(...inputs);
  if (form.in) $("add-key").querySelector("select").append(...homes().map((row) => new Option(described($("add-document").value, form.in, row), row)));
  tellKey();
}

/** The rows in which the new one can lie. */
const homes = () => rowsOf($("add-document").value, FORMS.get($("add-table").value).in).filter((row) => !removed({ document: $("add-document").value, table: FORMS.get($("add-table").value).in, row }));
const labelled = (name, input) => { const made = make("label", "", title(name)); made.append(input); return made; };

/** "row 2 · Revolving" */
function described(document_, table, row) {
  const first = FORMS.get(table).fields.map((f) => CELLS.find((c) => c.document === document_ && c.table === table && c.row === row && c.field === f)).find((c) => c && (decisionOf(c) ?? c).value);
  return [rowOf({ row }), first && (decisionOf(first) ?? first).value].filter(Boolean).join(" · ");
}

function keyed() {
  const form = FORMS.get($("add-table").value), said = [...$("add-key").querySelectorAll("input, select")].map((input) => input.value);
  return form.keys.length ? said[0] + (said.length > 1 ? `, ${+said[1]} months` : "") : `added ${new Date().toISOString()}` + (form.in ? " in " + said[0] : "");
}

function tellKey() {
  const form = FORMS.get($("add-table").value), there = rowsOf($("add-document").value, form.name).includes(keyed());
  $("add-note").textContent = there ? "There is such a row already: correct its cells." : form.in && !homes().length ? `${title(form.in)} has no row yet: add that first.` : form.keys.length ? "" : "It will stand where its first value is printed.";
  $("add").disabled = there;
}

function submitRow(event) {
  event.preventDefault();
  tellKey();
  if ($("add").disabled) return;
  $("adding").close();
  addRow($("add-document").value, $("add-table").value, keyed());
}
