// The table: docs/bench.md.
import { CELLS } from './cells.js';
import { AT_MOST, FASTER, amount, outcome, under, verdict } from './goals.js';
import { bytes, digits, rate, times } from './numbers.js';
import { OURS, PEERS, title } from './peers.js';
import { median, ratio } from './ratios.js';

const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

/** Everything, from what was measured: `{ models, runtimes, machine }`. */
export function report({ models, runtimes, machine, rounds }) {
  return [
    '# windowbox beside its peers', intro(machine, rounds), '![rows a second of each](bench.svg)',
    '## What must hold', goals(models, runtimes), ...Object.entries(models).map(([name, found]) => section(name, found)),
    '## From nothing to the first prediction, and memory', starts(models), '## Bytes', downloads(models, runtimes),
    '## Absent', absent(models),
  ].join('\n\n') + '\n';
}

const intro = ({ processor, cores, memory, system, node, chromium, windowbox, date }, rounds) => `\
Written by \`cargo xtask bench\`, which prints it again. The same models and rows for all, one thread each, asked in
turns; CPU time, medians of ${rounds} rounds with the least and the most in brackets; a ratio compares two of one round.
Rows are handed over as each peer likes them best: a typed array a column to windowbox, a tensor to ONNX Runtime.
benches/peers/README.md says more.

${processor}, ${cores} cores, ${memory}; ${system}; windowbox ${windowbox}, node ${node}, ${chromium ? `Chromium ${chromium}` : 'no Chromium'}; ${date}`;

function goals(models, runtimes) {
  const rows = FASTER.map((goal) => faster(goal, outcome(goal, models), models));
  const low = AT_MOST.map((goal) => atMost(goal, amount(goal, models)));
  const kilobytes = (runtimes['windowbox, core']?.gzip ?? NaN) / 1024;
  low.push(['runtime with JavaScript, gzipped', '', `${digits(kilobytes)} KB`, '', 45, under(kilobytes, 45), 24, under(kilobytes, 24)]);
  return table(['what', 'against', 'in node', 'in Chromium', 'must', '', 'aim', ''], [...rows, ...low]);
}

const cellTitle = (name) => CELLS.find((cell) => cell.name === name).title;

function faster({ model, cell, whom, must, aim }, found, models) {
  const what = `${models[model]?.title ?? model}; ${cellTitle(cell)}`;
  if (!found) return [what, whom, 'not measured', '', `${must}x`, '', aim ? `${aim}x` : '', ''];
  const { median } = found.ratio;
  const against = whom.startsWith('the fastest') ? `${whom}: ${title(found.peer, models[model].library)}` : whom;
  return [what, against, times(found.ratio), times(found.chromium), `${must}x`, verdict(median, must), aim ? `${aim}x` : '', verdict(median, aim)];
}

function atMost({ title, model, unit, at, must, aim }, value) {
  const shown = value ? `${digits(value.median)} ${unit} [${digits(value.low)}, ${digits(value.high)}]` : 'not measured';
  const places = at === 'node' ? [shown, ''] : ['', shown];
  const said = (wanted) => [wanted ?? '', value ? under(value.median, wanted) : ''];
  return [`${title} (${model})`, '', ...places, ...said(must), ...said(aim)];
}

/** One model: everybody's speed, how much faster ours is, and who is right. */
function section(name, found) {
  const head = ['', 'rows/s, 20,000 at once', 'ours is', 'rows/s, 1,000 at once', 'ours is', 'one row', 'ours is', 'largest difference', 'rows that differ', 'other labels'];
  const rows = PEERS.filter(({ id }) => found.peers[id] && !found.peers[id].absent).map((peer) => peerRow(peer, found));
  const nodes = found.nodes ? `, ${found.nodes.toLocaleString('en')} nodes` : '';
  return `## ${found.title}\n\n\`${name}\`: ${found.columns} columns${nodes}\n\n${table(head, rows)}`;
}

function peerRow({ id, where }, { library, peers, samples }) {
  const { version, own, answers, margins } = peers[id];
  const ours = OURS[where] ?? OURS.node;
  const batches = ['batch', 'thousand'].map((name) => CELLS.find((cell) => cell.name === name));
  const cells = batches.flatMap(({ name, rows }) => [speed(samples[name]?.[id], (s) => rate(rows / s)), beside(samples[name], id, ours)]);
  const single = ['one', 'predict'].map((name) => speed(samples[name]?.[id], micros)).filter((shown) => shown !== '-');
  const one = [single.join(', by `predict` ') || '-', beside(samples.one, id, ours)];
  return [`${title(id, library)} ${version ?? ''}`.trim(), ...cells, ...one, ...rightness(own, answers, margins)];
}

const micros = (seconds) => `${digits(seconds * 1e6)} us`;
const speed = (values, show) => values?.some(Number.isFinite) ? show(median(values.filter(Number.isFinite))) : '-';
const beside = (samples, id, ours) => id === ours || !samples?.[id] || !samples[ours] ? '' : times(ratio(samples[id], samples[ours]));

function rightness(own, answers, margins) {
  if (own) return ['trees of its own', '', ''];
  return [answers.difference.toPrecision(2), `${answers.differ} of ${answers.rows}${margins ? `; margins ${margins.differ}` : ''}`, answers.labels];
}

function starts(models) {
  const rows = Object.entries(models).filter(([, { samples }]) => samples.cold).flatMap(([name, { library, samples }]) =>
    Object.keys(samples.cold).map((id) => [name, title(id, library), ...['cold', 'load'].map((sample) =>
      speed(samples[sample]?.[id], (s) => `${digits(s * 1000)} ms`)), speed(samples.peak?.[id], bytes)]));
  return `Wall time: in node from \`import\` in a new process, in Chromium from the first script in a new page over a
server on the same machine. Memory is the most that the process had, after a batch of 20,000 rows, less what an empty one has.

${table(['model', '', 'first prediction', 'of which loading', 'peak memory'], rows)}`;
}

const three = (size) => size ? [bytes(size.raw), bytes(size.gzip), bytes(size.brotli)] : ['-', '-', '-'];

function downloads(models, runtimes) {
  const head = ['bytes', 'gzip -9', 'brotli'];
  const files = Object.entries(models).flatMap(([name, { files }]) => Object.entries(files).filter(([, size]) => size).map(([who, size]) => [name, who, ...three(size)]));
  const all = Object.entries(runtimes).map(([who, size]) => [who, ...three(size)]);
  return `${table(['runtime', ...head], all)}\n\n${table(['model', 'as', ...head], files)}`;
}

/** Who was not measured, and why: the models of each reason together. */
function absent(models) {
  const reasons = new Map();
  for (const [name, { peers }] of Object.entries(models)) {
    for (const [id, { absent }] of Object.entries(peers)) {
      if (absent) reasons.set(`${id}\n${absent}`, [...(reasons.get(`${id}\n${absent}`) ?? []), name]);
    }
  }
  const rows = [...reasons].map(([key, names]) => [title(key.split('\n')[0], 'the library'), key.split('\n')[1].replaceAll('|', '\\|'), names.join(', ')]);
  return rows.length ? table(['who', 'why', 'models'], rows) : 'Nobody.';
}
