// The picture: docs/bench.svg, by hand. It follows the reader's light or dark.
import { digits, rate } from './numbers.js';
import { OURS, title } from './peers.js';
import { median, ratio } from './ratios.js';

/** From top to bottom. */
const SHOWN = ['num_xgb100', 'num_xgb1000', 'num_lgb500', 'num_cat1000', 'tit_rf100', 'num_rf100'];
const PEERS = ['original/native', 'onedal/native', 'lleaves/native', 'onnxruntime/native', 'onnxruntime-web/node', 'ydf-inference/node', 'm2cgen/node'];

const WIDTH = 760;
const LEFT = 190;
const FULL = 380;
/** Letters of a line of small text. */
const LETTERS = 110;
const STEP = 17;
const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: #1f2328 } .model { font-weight: 600 } .small { font-size: 11px; fill: #59636e }
  rect { fill: #afb8c1 } .ours { fill: #0969da } .line { stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .small { fill: #9198a1 } rect { fill: #545d68 } .ours { fill: #4493f8 } .line { stroke: #3d444d }
  }`;

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const text = (x, y, words, style = '', anchor = 'start') => `<text x="${x}" y="${y}" class="${style}" text-anchor="${anchor}">${escape(words)}</text>`;

/** Bars of one model: `{ name, ours, rate, behind }`, ours first, then the fastest; `behind`: how many times as fast ours is. */
export function bars({ library, samples }) {
  const speeds = [OURS.node, ...PEERS].filter((id) => samples.batch?.[id]?.some(Number.isFinite))
    .map((id) => ({
      name: title(id, library), ours: id === OURS.node, behind: ratio(samples.batch[id], samples.batch[OURS.node]).median,
      rate: 20000 / median(samples.batch[id].filter(Number.isFinite)),
    }));
  return [...speeds.slice(0, 1), ...speeds.slice(1).sort((a, b) => b.rate - a.rate)];
}

/** An SVG of all models that were measured. */
export function chart({ models, machine }) {
  const groups = SHOWN.filter((name) => models[name]?.samples.batch?.[OURS.node]);
  let y = 44;
  const parts = groups.map((name) => {
    const list = bars(models[name]);
    const drawn = group(models[name].title, list, y);
    y += 26 + list.length * STEP + 10;
    return drawn;
  });
  const feet = [`${machine.processor}, one thread; node ${machine.node}; ${machine.date}`, ...lines(versions(groups.map((name) => models[name])))];
  const height = y + 4 + feet.length * STEP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">`,
    `<title>Rows a second, 20,000 at once: windowbox in WebAssembly beside its peers</title><style>${STYLE}</style>`,
    text(12, 22, 'Rows a second on one thread, 20,000 at once, and how many times as fast windowbox is', 'model'),
    ...parts, ...feet.map((words, i) => text(12, y + 4 + i * STEP, words, 'small')), '</svg>',
  ].join('\n') + '\n';
}

/** Of those that have a bar, each once. */
function versions(models) {
  const named = models.flatMap(({ library, peers }) => PEERS.filter((id) => peers[id]?.version)
    .map((id) => `${title(id, library).split(',')[0]} ${peers[id].version}`));
  return [...new Set(named)];
}

/** In as many lines as they need: letters are at most so wide. @param {string[]} names */
function lines(names) {
  const all = [''];
  for (const name of names) {
    const longer = [all.at(-1), name].filter(Boolean).join(', ');
    if (longer.length <= LETTERS) all[all.length - 1] = longer;
    else all.push(name);
  }
  return all;
}

function group(name, list, top) {
  const most = Math.max(...list.map((bar) => bar.rate));
  const rows = list.map((bar, i) => row(bar, most, top + 26 + i * STEP));
  return [`<line x1="12" x2="${WIDTH - 12}" y1="${top - 6}" y2="${top - 6}" class="line"/>`, text(12, top + 12, name, 'model'), ...rows].join('\n');
}

function row({ name, ours, behind, rate: speed }, most, y) {
  const length = Math.max(1, Math.round(speed / most * FULL));
  return `${text(LEFT - 8, y + 10, name, ours ? 'model' : 'small', 'end')}\
<rect x="${LEFT}" y="${y}" width="${length}" height="12" rx="2"${ours ? ' class="ours"' : ''}/>\
${text(LEFT + length + 6, y + 10, rate(speed) + (ours ? '' : `, ${digits(behind)}x`), 'small')}`;
}
