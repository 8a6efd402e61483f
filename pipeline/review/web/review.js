// What is decided, the keys, and the export. State lies in this browser until it is exported.

const FIELDS = "document table path row field value quote page line box confidence status kind shift unit unsigned choices pattern share added group".split(" ");
const DATA = held("data");
const NAMES = Object.keys(DATA.documents);
const CELLS = DATA.cells.map((told, n) => Object.assign({ n }, Object.fromEntries(FIELDS.map((f, i) => [f, told[i]]))));
const FORMS = new Map(DATA.tables.map((form) => [form.name, form])); // what can have new rows
const TABLES = Object.keys(DATA.titles), ORDER = new Map(TABLES.flatMap((t) => Object.keys(DATA.titles[t]).map((f, i) => [`${t}/${f}`, i])));
/** As the schema has them: document, table, row, field. */
const placeOf = (cell) => ((NAMES.indexOf(cell.document) * 1e3 + TABLES.indexOf(cell.table)) * 1e6 + (+cell.path.split("/").at(-2) || 0)) * 1e3 + ORDER.get(`${cell.table}/${cell.field}`);
CELLS.forEach((c) => (c.place = placeOf(c)));
const KEY = "extract-review:" + DATA.key;
const now = { cell: null, words: [], scales: [], order: "queue", picked: null, row: [], mode: "deciding" };

const words = (name) => (name[0].toUpperCase() + name.slice(1)).replaceAll("_", " ");
const title = (table, field = "") => DATA.titles[table]?.[field] ?? words(field || table);
const idOf = (cell) => rowId(cell.document, cell.table, cell.row) + cell.field;
// Chromium gives a page of a file that touches its storage before the browser has noted the page an empty one, and what is written there is lost: 6 of 300 reloads. An answer about cookies comes after that.
const storage = (document.cookie, localStorage);
const decisions = new Map(Object.entries(JSON.parse(storage.getItem(KEY) ?? "{}")));
// A decision about another value than the one shown is out of date.
const decisionOf = (cell) => { if (cell.fold) return cell.fold.every(isDone) ? { action: "accept", value: null, was: null } : undefined; const d = removed(cell) ? { action: "remove", value: null, was: cell.value } : decisions.get(idOf(cell)); return d && d.was === cell.value ? d : undefined; };
const isRowless = (cell) => cell.path.includes("/-/") && !cell.added; // nothing of its table was found
const live = () => {
  const grown = new Set(CELLS.filter((c) => c.mine && !c.gone).map((c) => rowId(c.document, c.table, "")));
  return CELLS.filter((c) => !c.gone && !(isRowless(c) && grown.has(rowId(c.document, c.table, ""))));
};
const isDone = (cell) => (cell.fold ? cell.fold.every(isDone) : Boolean(decisionOf(cell))) || /^(accepted|corrected|rejected)/.test(cell.status);
const list = new List($("list"), $("rows"), go);

function go(cell) {
  if (!cell) return;
  stopCorrecting();
  now.cell = cell;
  const spot = decisionOf(cell)?.page ?? cell.page;
  openPage(cell.document, spot);
  drawCard();
  drawBoxes(cell);
  list.show(cell);
  reveal($("box"));
}

function step(by, fits = () => true) {
  const cells = list.cells, from = cells.indexOf(now.cell);
  for (let i = from + by; i >= 0 && i < cells.length; i += by) if (fits(cells[i])) return go(cells[i]);
}

function decide(action, more = {}) {
  const cell = now.cell;
  if (!cell || (action === "reject" && cell.value === null) || removed(cell)) return;
  const before = new Map(decisions), some = cell.fold?.filter((c) => !isDone(c) && !removed(c)) ?? [cell];
  for (const c of some) settle(c, action, more);
  save();
  onward(cell);
  if (cell.fold) toast(`${title(cell.table, cell.field)}: ${many(some.length, "cell")} rightly empty`, before);
}

/** What is said of one cell. */
function settle(cell, action, more = {}) {
  const { quote, page, line, box } = cell, value = action === "reject" ? null : cell.value;
  decisions.set(idOf(cell), { action, value, quote, page, line, box, was: cell.value, when: new Date().toISOString(), ...more });
}

/** To the next one without a decision. */
function onward(cell) {
  now.cell = cell;
  step(1, (c) => !isDone(c));
  if (now.cell === cell) go(cell);
}

function takeBack() {
  for (const cell of now.cell.fold ?? [now.cell]) decisions.delete(removed(cell) ?? idOf(cell));
  save();
  go(now.cell);
}

function save() {
  storage.setItem(KEY, JSON.stringify(Object.fromEntries(decisions)));
  $("toast").hidden = true;
  count();
}

function count() {
  const cells = live(), done = cells.filter(isDone).length, kept = exported().items.length;
  $("done").textContent = done.toLocaleString("en");
  $("total").textContent = cells.length.toLocaleString("en");
  $("bar").style.width = (100 * done) / Math.max(1, cells.length) + "%";
  $("decisions").textContent = kept || "";
  $("export").disabled = !kept;
}

// The value in hand

const STATES = { accept: "Accepted", reject: "Rejected: the cell becomes empty", correct: "Corrected", remove: "The row is to be removed" };

function drawCard() {
  const cell = now.cell, decision = decisionOf(cell), value = decision ? decision.value : cell.value, gone = Boolean(removed(cell));
  $("where").textContent = (cell.fold ? [title(cell.table), foldedIn(cell)] : [cell.document, title(cell.table), rowOf(cell)]).filter(Boolean).join("  ·  ");
  $("field").textContent = title(cell.table, cell.field);
  drawValue(cell, value, decision?.action === "correct" ? decision.quote : cell.quote);
  drawNote(cell, decision);
  for (const button of document.querySelectorAll("[data-action]")) button.ariaPressed = String(button.dataset.action === decision?.action);
  $("accept").textContent = cell.fold ? `Rightly empty: all ${cell.fold.length}` : cell.value === null ? "Rightly empty" : "Accept";
  document.querySelector("[data-action=accept]").disabled = gone;
  document.querySelector("[data-action=reject]").disabled = cell.value === null || gone;
  document.querySelector("[data-action=correct]").disabled = !DATA.pages[cell.document] || gone || isRowless(cell);
  $("plus").disabled = !FORMS.size || !Object.keys(DATA.pages).length; // values are clicked on pages
  $("plus").className = isRowless(cell) ? "primary" : "";
  $("minus").hidden = !hasRow(cell);
  $("minus").disabled = gone || (isEntry(cell) && !entry(cell).length);
  $("minus").firstChild.textContent = isEntry(cell) ? "Reject row " : "Remove row ";
  $("head").hidden = !hasHead(cell);
  $("page").textContent = now.size ? `Page ${now.page}` : "";
}

function drawValue(cell, value, quote) {
  const text = shown(cell, value);
  $("value").textContent = text;
  $("value").className = value === null ? "none" : text.length > 28 ? "long" : "";
  $("quote").textContent = value !== null && quote && quote !== value ? `printed “${quote}”` : "";
}

function drawNote(cell, decision) {
  const undone = { action: "", value: cell.value, was: cell.value }, { action, value, was } = decision ?? undone;
  const text = action === "accept" && value === null ? "Rightly empty" : action ? STATES[action] + (was !== value && was !== null ? `; was ${shown(cell, was)}` : "") : told(cell);
  $("note").className = action ? (action === "reject" || action === "remove" ? "bad" : "ok") : ["warn", "bad", "warn", "", ""][cell.group];
  $("note").textContent = [text, hasHead(cell) && headOf(columnOf(cell))].filter(Boolean).join("; ");
}

/** Why a value is in doubt, or a cell is empty. */
function told(cell) {
  const sure = cell.confidence === null ? "" : `right with a probability of ${sureness(cell.confidence)}`;
  const rules = (names) => names.split(", ").map((name) => DATA.checks[name] ?? name).join("; ");
  const status = cell.status.replace(/^(?:review|found)(?:; )?/, "").replace(/^conflicting: /, "").replace(/^not found: /, "").replace(/check (failed|warned): ([^;]*)/g, (_, how, names) => `${how === "failed" ? "breaks the rule" : "against the rule"} “${rules(names)}”`);
  const text = cell.fold ? foldedIn(cell) : [status, sure].filter(Boolean).join("; ");
  return text && text[0].toUpperCase() + text.slice(1);
}

// Correcting

function startCorrecting() {
  if (document.querySelector("[data-action=correct]").disabled) return;
  if (now.cell.fold) unfold(now.cell), go(now.cell.fold[0]);
  if (!now.size) turn(1);
  setMode("correcting");
  $("hint").textContent = { number: isStatement(now.cell) ? "Click the right number, or the right line" : "Click the right number on the page", date: "Click the first word of the date, shift-click the last" }[now.cell.kind] ?? "Click the right word on the page, shift-click to take more";
  $("choice").hidden = now.cell.kind !== "choice";
  $("choice").replaceChildren(...now.cell.choices.map((c) => new Option(c, c)));
  $("sign").hidden = now.cell.kind !== "number";
}

function stopCorrecting() {
  setMode("deciding");
  $("hover").hidden = $("picked").hidden = true;
}

/** What clicks on the page do: nothing, "correcting" a cell, or "heading": correcting its column. */
function setMode(mode) {
  Object.assign(now, { mode, picked: null, row: [] });
  document.body.classList.toggle("is-correcting", mode !== "deciding");
  for (const name of ["deciding", "correcting", "heading"]) $(name).classList.toggle("off", name !== mode);
  $("keep").disabled = $("sign").disabled = true;
  $("keep-row").hidden = true;
  $("row").replaceChildren();
}

function pick(event) {
  if (now.mode === "heading") return pickHead(event);
  const word = now.mode === "correcting" && wordAt(event);
  if (!word) return;
  const first = (event.shiftKey && now.picked?.first) || word;
  now.picked = { first, page: now.page, ...joined(first, word) };
  now.picked.value = read(now.picked.quote, asPrinted(now.cell, now.picked.line), now.picked.behind);
  offerLine(now.cell, word);
  setPicked(now.picked.value);
  place($("picked"), now.picked.box, now.size, MARGIN);
}

/** With the scale that a person gave the table, else that of its other values, else as the page says. */
const asPrinted = (cell, line) => ({ ...cell, shift: givenScale(cell) ?? cell.shift ?? now.scales[line]?.[+(cell.unit === "shares")] ?? 0 });
const STATED = { 3: ", in thousands as the page says", 6: ", in millions as the page says", 9: ", in billions as the page says" };

function setPicked(value) {
  now.picked.value = value;
  $("keep").disabled = value === null;
  $("sign").disabled = value === null || value === "0";
  $("hint").textContent = value === null ? `“${now.picked.quote}” does not read as a ${now.cell.kind}` : `“${now.picked.quote}” on page ${now.picked.page}${(now.cell.shift === null && STATED[asPrinted(now.cell, now.picked.line).shift]) || ""}`;
  if (value !== null) $("choice").value = value;
  drawValue(now.cell, value, now.picked.quote);
}

function keep() {
  if (!now.picked || now.picked.value === null) return;
  const { value, quote, page, line, box } = now.picked;
  decide("correct", { value, quote, page, line, box, scale: givenScale(now.cell) });
}

function turn(by) {
  const pages = (DATA.pages[now.cell.document] ?? []).map(([n]) => n), at = pages.indexOf(now.page);
  const next = pages[at < 0 ? 0 : at + by];
  if (next === undefined) return;
  openPage(now.cell.document, next);
  $("picked").hidden = $("hover").hidden = true;
  $("page").textContent = `Page ${now.page}`;
  drawBoxes(now.cell);
  $("stage").scrollTop = 0;
}

// List, export, theme

function refill() {
  const sought = $("search").value.toLowerCase().split(/\s+/).filter(Boolean), document_ = $("document").value;
  const text = (c) => `${title(c.table, c.field)} ${c.field} ${c.value ?? ""} ${shown(c, c.value)} ${c.quote} ${rowOf(c)} ${title(c.table)} ${c.document} ${c.status}`.toLowerCase();
  list.fill(live().filter((c) => (!document_ || c.document === document_) && sought.every((w) => text(c).includes(w))), now.order);
  for (const tab of document.querySelectorAll("[data-order]")) tab.ariaSelected = String(tab.dataset.order === now.order);
}

function exported() {
  const rows = [...decisions.values()].filter((d) => FORMS.has(d.table)).map(({ table, ...row }) => ({ path: `/${table}/-/`, ...row }));
  const cells = live().filter((c) => decisionOf(c) && !removed(c)).map((cell) => ({ document: cell.document, path: cell.path, row: cell.row, ...decisionOf(cell) }));
  return { who: $("who").value.trim(), when: new Date().toISOString(), items: [...rows, ...cells].map((item) => ({ sha256: DATA.documents[item.document], ...item })) };
}

function download() {
  if (!$("who").value.trim()) return $("who").focus();
  const url = URL.createObjectURL(new Blob([JSON.stringify(exported(), null, 1)], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: url, download: "corrections.json" }).click();
  URL.revokeObjectURL(url);
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
}

const other = () => (document.documentElement.dataset.theme === "dark" ? "light" : "dark");
const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => step(1, (c) => !isDone(c)),
  a: () => decide("accept"), A: openMany, r: () => decide("reject"), c: startCorrecting, h: openHead, u: takeBack, Enter: () => now.cell?.fold && unfold(now.cell), "+": openForm, "-": removeRow, "[": () => turn(-1), "]": () => turn(1),
  "/": () => $("search").focus(), "?": () => $("keys").showModal(), d: () => setTheme(other()),
};
const BACK = { Escape: () => go(now.cell), "[": KEYS["["], "]": KEYS["]"], d: KEYS.d };
const ACTS = { deciding: KEYS, correcting: { Enter: keep, "Shift Enter": keepLine, ...BACK }, heading: { Enter: keepHead, ...BACK } };

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = event.target.matches("input, select"), done = event.key === "Escape" || event.key === "Enter";
  if (typing && !(done && now.mode === "heading")) return done ? event.target.blur() : undefined;
  const acts = ACTS[now.mode], act = (event.shiftKey && acts[`Shift ${event.key}`]) || acts[event.key];
  if (act) event.preventDefault(), act();
}

addEventListener("keydown", press);
for (const button of document.querySelectorAll("[data-action]")) button.onclick = () => (button.blur(), button.dataset.action === "correct" ? startCorrecting() : decide(button.dataset.action));
for (const tab of document.querySelectorAll("[data-order]")) tab.onclick = () => { now.order = tab.dataset.order; refill(); list.show(now.cell); };
$("paper").onclick = pick;
$("paper").onmousemove = (event) => { const word = now.mode !== "deciding" && wordAt(event); word ? place($("hover"), word.box, now.size, 1) : ($("hover").hidden = true); };
$("choice").onchange = () => { if (now.picked) setPicked($("choice").value); };
const turned = (value) => (value === "0" ? value : value[0] === "-" ? value.slice(1) : "-" + value);
$("sign").onclick = () => { for (const p of now.row) p.value = turned(p.value); setPicked(turned(now.picked.value)); };
$("keep").onclick = keep;
$("keep-row").onclick = keepLine;
$("cancel").onclick = $("head-cancel").onclick = () => go(now.cell);
$("head").onclick = () => ($("head").blur(), openHead());
$("head-keep").onclick = keepHead;
for (const id of ["head-day", "head-months", "head-scale"]) $(id).oninput = tellHead;
$("all").onclick = () => ($("all").blur(), openMany());
$("many-bar").onchange = fillMany;
$("plus").onclick = () => ($("plus").blur(), openForm());
$("minus").onclick = () => ($("minus").blur(), removeRow());
$("add-document").onchange = $("add-table").onchange = askKey;
$("add-key").oninput = tellKey;
$("add-form").onsubmit = submitRow;
$("add-form").onkeydown = (event) => { if (event.key === "Enter" && event.target.matches("select")) event.preventDefault(), $("add-form").requestSubmit($("add")); };
$("add-cancel").onclick = () => $("adding").close();
$("back").onclick = () => turn(-1);
$("on").onclick = () => turn(1);
$("search").oninput = $("document").onchange = () => { refill(); go(list.cells[0]); };
$("who").value = storage.getItem("extract-review-who") ?? "";
$("who").oninput = () => storage.setItem("extract-review-who", $("who").value);
$("export").onclick = download;
$("theme").onclick = KEYS.d;
$("help").onclick = KEYS["?"];
$("document").append(new Option(`All: ${many(NAMES.length, "document")}`, ""), ...NAMES.map((n) => new Option(n, n)));
for (const [id, d] of [...decisions].filter(([, d]) => d.action === "add" && FORMS.has(d.table))) rowsOf(d.document, d.table).includes(d.row) ? decisions.delete(id) : grow(d); // the tables have it by now
for (const [id, d] of [...decisions].filter(([, d]) => d.action === "remove")) if (!rowsOf(d.document, d.table).includes(d.row)) decisions.delete(id);
setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
count();
refill();
go(list.cells.find((c) => !isDone(c)) ?? list.cells[0]);
