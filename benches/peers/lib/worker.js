// A peer with one model loaded, in a process of its own, which answers a line of JSON for each that it is given:
//   { do: 'load', ... } -> { version }
//   { do: 'time', what, rows, slot } -> { seconds, calls }: CPU seconds a call, all calls of `slot` seconds
//   { do: 'answers', file, margin } -> {}: all answers, or margins, as doubles in a file
// and { absent: reason } where it cannot.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Seconds that an answer may take: lleaves compiles, and a slow peer asked about all rows is slow. */
const PATIENCE = 240;

export class Worker {
  /** @param {string} program @param {string[]} words @param {object} environment */
  constructor(program, words, environment = {}) {
    this.child = spawn(program, words, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.waiting = [];
    this.last = '';
    createInterface({ input: this.child.stdout }).on('line', (line) => this.waiting.shift()?.(JSON.parse(line)));
    this.child.stderr.on('data', (text) => { this.last = String(text).trim().split('\n').at(-1) || this.last; });
    this.child.stdin.on('error', () => {});
    this.child.on('error', (error) => this.end(String(error.message)));
    this.child.on('close', () => this.end(this.last || 'it ended'));
  }

  end(reason) {
    this.ended = reason;
    this.waiting.splice(0).forEach((answer) => answer({ absent: reason }));
  }

  /** Asks, and waits; after too long the process is ended. */
  ask(question) {
    if (this.ended) return Promise.resolve({ absent: this.ended });
    const told = new Promise((resolve) => this.waiting.push(resolve));
    const late = setTimeout(() => {
      this.end(`no answer in ${PATIENCE} s`);
      this.child.kill('SIGKILL');
    }, PATIENCE * 1000);
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return told.finally(() => clearTimeout(late));
  }

  /** Lets it end by itself. */
  async close() {
    this.child.stdin.end();
    if (!this.ended) await new Promise((resolve) => this.child.once('close', resolve));
  }
}
