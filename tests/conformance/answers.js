// What a model answers to rows, asked through the public interface alone: the same module
// in node and in a browser. Numbers come and go as bits, 16 hexadecimal digits each.

/** The answers to each table of `ask`. */
export async function answers(load, bytes, ask) {
  const model = await load({ model: bytes });
  try {
    return ask.map((table) => answer(model, table));
  } finally {
    model.free();
  }
}

function answer(model, { rows, columns }) {
  if (!rows) return { targets: model.schema.targets.map(() => ({ margins: '', scores: '', classes: [] })), failed: [] };
  const cells = columns.map(({ name, numbers, values }) => [name, values ?? parse(numbers)]);
  const options = { probabilities: true, margin: true };
  const all = model.predictColumns(Object.fromEntries(cells), options);
  const targets = targetsOf(model, all);
  const records = Array.from({ length: rows }, (_, row) => Object.fromEntries(cells.map(([name, list]) => [name, list[row]])));
  compare(model, targets, model.predict(records, options));
  return {
    targets: targets.map(({ margins, scores, codes }) => ({ margins: format(margins), scores: format(scores), classes: [...codes] })),
    failed: [...new Set(all.errors.map(({ row }) => row))],
  };
}

/** One target's answer is not in a list of its own. */
function targetsOf({ schema: { targets } }, { prediction, probabilities, classes, margin }) {
  const list = (of, t) => targets.length > 1 ? of?.[t] : of;
  return targets.map((_, t) => {
    const labels = list(classes, t);
    return { labels, margins: list(margin, t), scores: list(labels ? probabilities : prediction, t), codes: labels ? list(prediction, t) : [] };
  });
}

/** Records must get what columns get, to the last bit. */
function compare(model, targets, { prediction, probabilities, margin }) {
  prediction.forEach((_, row) => targets.forEach(({ labels, margins, scores, codes }, t) => {
    const own = (of) => targets.length > 1 ? of?.[row]?.[t] : of?.[row];
    const part = (all) => [...all.subarray(row * all.length / prediction.length, (row + 1) * all.length / prediction.length)];
    const answered = own(prediction) !== null && own(prediction) !== undefined;
    const same = !answered ? part(scores).every(Number.isNaN)
      : equal(part(margins), [own(margin)].flat())
        && (labels ? labels[codes[row]] === own(prediction) && equal(part(scores), labels.map((label) => own(probabilities)[label]))
          : equal(part(scores), [own(prediction)]));
    if (!same) throw new Error(`predict and predictColumns differ in row ${row}, target ${t}`);
  }));
}

const equal = (a, b) => a.length === b.length && a.every((x, i) => Object.is(x, b[i]));

function parse(digits) {
  const numbers = new Float64Array(digits.length / 16), bits = new BigUint64Array(numbers.buffer);
  bits.forEach((_, i) => { bits[i] = BigInt(`0x${digits.slice(16 * i, 16 * (i + 1))}`); });
  return numbers;
}

function format(numbers) {
  const bits = new BigUint64Array(new Float64Array(numbers).buffer);
  // The payload of a NaN is the engine's.
  return [...bits].map((word, i) => Number.isNaN(numbers[i]) ? 'f'.repeat(16) : word.toString(16).padStart(16, '0')).join('');
}
