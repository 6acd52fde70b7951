// What was measured on.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** `{ processor, cores, memory, system, node, chromium, windowbox, date }`. */
export function machine({ chromium, windowbox }) {
  return {
    processor: cpus()[0].model + (avx512() ? ' with AVX-512' : ''), cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`, system: `${type()} ${release()}`, node: process.version,
    chromium: version(chromium), windowbox: version(windowbox),
    date: new Date().toISOString().slice(0, 10),
  };
}

/** The number in what a program says of its version; what else it complains about is not shown. */
function version(program) {
  return program && execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(/\d[\d.]*/)?.[0];
}

function avx512() {
  return existsSync('/proc/cpuinfo') && readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
}
