// Where the built things lie: `cargo xtask demo --no-serve` puts them there.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? `${root}target`;

/** The page with its runtime and models. */
export const www = process.env.WINDOWBOX_WWW ?? `${target}/demo/www`;
/** The command line. */
export const windowbox = process.env.WINDOWBOX_BIN ?? `${target}/release/windowbox`;
export { path as chromium } from './chromium.js';
/** Screenshots, for people. */
export const artefacts = `${target}/screens/`;
/** Everything, however long it takes. */
export const full = process.env.WINDOWBOX_FULL === '1';

if (!existsSync(`${www}/pkg/browser.js`)) {
  throw new Error(`${www} has no page with a runtime: run cargo xtask demo --no-serve, or set WINDOWBOX_WWW`);
}
