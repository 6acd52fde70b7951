// Python with the packages of a requirements.txt: made once, and kept in target/ until they change.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const run = (command, args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw Error(`${command} ${args.join(' ')}\n${error ?? stdout + stderr}`);
};

/** The folder with its commands: `python`, and those that the packages bring. */
export const python = (requirements) => {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const place = resolve(import.meta.dirname, `../../target/packaging/python-${hash}`), done = `${place}/done`;
  if (!existsSync(done)) {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(resolve(place, '..'), { recursive: true });
    run(process.env.PYTHON ?? 'python3', ['-m', 'venv', place]);
    run(`${place}/bin/pip`, ['install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    writeFileSync(done, '');
  }
  return `${place}/bin`;
};
