// The printed page: its picture, the value's box on it, and which word lies under the pointer.

const MARGIN = 3; // points between a value and its box: the number stays free

const $ = (id) => document.getElementById(id);
const held = (id) => JSON.parse($(id)?.textContent ?? "null");

/** Places an element over a box in PDF points, whose origin is at the page's lower left. */
function place(element, box, [, width, height], margin = 0) {
  const [x0, y0, x1, y1] = [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin];
  const percent = (part, whole) => (100 * part) / whole + "%";
  Object.assign(element.style, { left: percent(x0, width), top: percent(height - y1, height), width: percent(x1 - x0, width), height: percent(y1 - y0, height) });
  element.hidden = false;
}

/** Shows page `number` of a document. Its picture and words are read here, and only here. */
function openPage(document_, number) {
  const size = DATA.pages[document_]?.find(([n]) => n === number), at = `${NAMES.indexOf(document_)}-${number}`;
  $("paper").hidden = !size;
  $("blank").hidden = Boolean(size);
  if (now.at !== at && size) {
    $("scan").src = "data:image/png;base64," + $("scan-" + at).textContent;
    $("paper").style.aspectRatio = `${size[1]} / ${size[2]}`;
    Object.assign(now, printedOn(document_, number));
  }
  Object.assign(now, { at, size, page: number });
  $("blank").textContent = DATA.pages[document_] ? "No page of this table is known. Use ‹ and › to look through the pages that are here." : `The PDF of ${document_} was not at hand when this page was made. Type: extract review OUT --pdf FOLDER`;
}

/** [{text, line, box}] from lines of [text, [left, bottom, right, top, ...]] in tenths of points. */
function wordsOf(lines) {
  return lines.flatMap(([text, boxes], line) =>
    text.split(/\s+/).filter(Boolean).map((word, i) => ({ text: word, line, box: boxes.slice(4 * i, 4 * i + 4).map((x) => x / 10) })));
}

/** {words, scales} of a page that is here. */
function printedOn(document_, number) {
  const { lines, scales } = held(`words-${NAMES.indexOf(document_)}-${number}`) ?? { lines: [], scales: [] };
  return { words: wordsOf(lines), scales };
}

/** The word under the pointer: the nearest within three points. */
function wordAt(event) {
  const around = $("paper").getBoundingClientRect(), [, width, height] = now.size;
  const x = ((event.clientX - around.left) / around.width) * width, y = height - ((event.clientY - around.top) / around.height) * height;
  return now.words.find(({ box }) => x >= box[0] - 2 && x <= box[2] + 2 && y >= box[1] - 1 && y <= box[3] + 1);
}

/** From the first word to the last in reading order, within one line or over several. */
function joined(first, last, words_ = now.words) {
  const ends = [first, last].map((w) => words_.indexOf(w)).sort((a, b) => a - b);
  const taken = words_.slice(ends[0], ends[1] + 1), edge = (i, pick) => pick(...taken.map((w) => w.box[i]));
  const behind = words_.slice(ends[1] + 1).filter((w) => w.line === taken.at(-1).line).map((w) => " " + w.text).join("");
  return { quote: taken.map((w) => w.text).join(" "), behind, line: taken[0].line, box: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)] };
}

function drawBoxes(cell) {
  const decision = decisionOf(cell), spot = decision?.box ? decision : cell;
  $("box").hidden = true;
  $("box").className = /check failed/.test(cell.status) && !decision ? "box check" : "box";
  if (now.size && spot.box && spot.page === now.page) place($("box"), spot.box, now.size, MARGIN);
  const others = CELLS.filter((c) => c !== cell && c.box && c.page === now.page && c.document === cell.document);
  $("others").replaceChildren(...(now.size ? others : []).map((c) => {
    const made = Object.assign(document.createElement("i"), { title: `${title(c.table, c.field)}: ${shown(c, c.value)}` });
    made.addEventListener("click", () => go(c));
    place(made, c.box, now.size, 1);
    return made;
  }));
}

/** Scrolls the page so that a box is in the middle. */
function reveal(box) {
  const stage = $("stage");
  if (box.hidden) return;
  stage.scrollTop = $("paper").offsetTop + box.offsetTop - stage.clientHeight / 2;
  stage.scrollLeft = $("paper").offsetLeft + box.offsetLeft - stage.clientWidth / 2;
}
