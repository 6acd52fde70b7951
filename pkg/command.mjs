#!/usr/bin/env node
// @ts-check
// The command `windowbox` without Rust: the same program, compiled for WASI. Here it is given this machine's files.
import { readFileSync } from 'node:fs';
import { run } from './command/run.js';

process.exitCode = run(readFileSync(new URL('./windowbox.wasm', import.meta.url)), ['windowbox', ...process.argv.slice(2)], process.env);
