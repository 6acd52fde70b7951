// An engine with a model loaded, asked again and again: the same in node and in a page.
import { compared, records } from './shapes.js';

/** Rows that single rows are taken from, one after the other. */
const RECORDS = 1000;

/** Calls between two looks at the clock. */
const BETWEEN = { one: 100, predict: 100, batch: 1 };

/** Seconds. */
const WARM = 0.5;

export class Session {
  static async load(place, engine, model) {
    const { load } = await import(`./engines/${engine}.js`);
    const loaded = await load(place, model);
    return new Session(loaded, model, new Float32Array((await place.bytes('rows.f32')).slice().buffer));
  }

  constructor(engine, model, rows) {
    Object.assign(this, { engine, model, rows, version: engine.version, warmed: new Set() });
    this.count = rows.length / model.columns.length;
    this.records = records(rows, model.columns, Math.min(RECORDS, this.count));
  }

  /** Makes ready what is timed, and warms it up. */
  async prepare({ what, rows }) {
    if (!this.engine[what]) throw new Error(`it has no other way to ask: ${what}`);
    const ready = what === 'batch' && this.engine.ready(this.rows, rows);
    let next = 0;
    this.call = what === 'batch'
      ? () => this.engine.batch(ready)
      : () => this.engine[what](this.records[next++ % this.records.length]);
    this.between = BETWEEN[what];
    this.waits = this.call() instanceof Promise;
    await this.warm(what);
  }

  /** Before it is timed for the first time: engines compile what is called often. */
  async warm(what) {
    if (!this.warmed.has(what)) await this.run(WARM);
    this.warmed.add(what);
  }

  /** Calls until `slot` seconds are over; how often. */
  async run(slot) {
    const end = performance.now() + slot * 1000;
    let calls = 0;
    do {
      if (this.waits) for (let i = 0; i < this.between; i++) await this.call();
      else for (let i = 0; i < this.between; i++) this.call();
      calls += this.between;
    } while (performance.now() < end);
    return calls;
  }

  /** What it answers to every row, or what margins. */
  async answers({ margin }) {
    const ready = this.engine.ready(this.rows, this.count);
    if (margin) return Float64Array.from(await this.engine.margins(ready));
    return compared(this.engine.flat(await this.engine.batch(ready)), this.count, this.model.classes);
  }
}
