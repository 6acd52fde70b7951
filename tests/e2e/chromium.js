// Chromium, as every test starts it.
import { chromium } from 'playwright-core';

export const path = process.env.CHROMIUM ?? '/usr/bin/chromium';

const ARGUMENTS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** @param {string[]} more arguments */
export const launch = (...more) => chromium.launch({ executablePath: path, args: [...ARGUMENTS, ...more] });
