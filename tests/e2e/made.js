// Pages that the command makes of the demo's models.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { windowbox, www } from './places.js';

export const model = (name) => `${www}/models/${name}.wbx`;

/** A folder for what is made, gone in the end. */
export function workshop() {
  const folder = mkdtempSync(join(tmpdir(), 'windowbox-page-'));
  return { path: (name) => join(folder, name), gone: () => rmSync(folder, { recursive: true }) };
}

/** `windowbox page`. */
export function page(...args) {
  const { status, stderr } = spawnSync(windowbox, ['page', ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** What the command answers. */
export function predicted(name, records) {
  const { stdout, stderr } = spawnSync(windowbox, ['predict', model(name), '--proba'], { encoding: 'utf8', input: JSON.stringify(records) });
  assert.ok(stdout, stderr);
  return stdout;
}
