// What was measured on.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

/** `{ processor, cores, memory, system, node, chromium, date }`. */
export function machine(chromium) {
  return {
    processor: cpus()[0].model + (avx512() ? ' with AVX-512' : ''), cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`, system: `${type()} ${release()}`, node: process.version,
    chromium: execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim().split(/ (?=[\d.]+)/)[1]?.split(' ')[0] ?? '',
    date: new Date().toISOString().slice(0, 10),
  };
}

function avx512() {
  return existsSync('/proc/cpuinfo') && readFileSync('/proc/cpuinfo', 'utf8').includes('avx512f');
}
