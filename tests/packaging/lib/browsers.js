// Pages in browsers: Chromium is driven, and looked at closely; the others are started with an address, and
// what the page posts is heard.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { launch, path } from '../../e2e/chromium.js';
import { serve } from '../../e2e/server.js';
import { beside, run } from './process.js';

const SCREEN = ['xvfb-run', '--auto-servernum', `--auth-file=${tmpdir()}/windowbox-xauthority`];
const PATIENCE = 120_000;

/** What a page tells in Chromium, and whether the wasm came as a file: `tell` of app.js puts it on the page. */
export async function visit(url) {
  const browser = await launch();
  try {
    const context = await browser.newContext(), page = await context.newPage(), troubles = [], wasm = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()));
    const failed = new Promise((_, reject) => page.on('pageerror', reject));
    failed.catch(() => { /* told below, or too late */ });
    // A service worker asks for its files itself.
    context.on('response', (reply) => /wasm/.test(reply.headers()['content-type']) && reply.ok() && wasm.push(reply.url()));
    await page.goto(url);
    const shown = page.waitForSelector('#answers', { state: 'attached', timeout: PATIENCE });
    const told = await Promise.race([shown, failed]).catch((error) => { throw Error([error, ...troubles].join('\n')); });
    return [JSON.parse(await told.textContent())].flat().map((one) => ({ ...one, wasm: wasm.length ? 'file' : 'copy' }));
  } finally {
    await browser.close();
  }
}

/** The same of a page in a folder, from a plain server. */
export async function open(folder, path = '/') {
  const server = await serve(folder);
  try {
    return await visit(server.origin + path);
  } finally {
    server.close();
  }
}

/** What a page of a folder posts; `browse` runs a browser at an address until `work` is done. */
async function posted(folder, browse) {
  let heard;
  const told = new Promise((resolve) => { heard = resolve; });
  const server = await serve(folder, heard);
  try {
    return JSON.parse(await browse(`${server.origin}/#post`, () => told));
  } finally {
    server.close();
  }
}

/** Firefox, with a profile of its own. */
export const inFirefox = (folder) => posted(folder, async (url, work) => {
  const profile = mkdtempSync(`${tmpdir()}/windowbox-firefox-`);
  try {
    return await beside(folder, ['firefox-esr', '--headless', '--no-remote', '--profile', profile, url], work, PATIENCE);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** WebKit, on a screen that nobody sees. */
export const inWebKit = (folder) => posted(folder, (url, work) =>
  beside(folder, [...SCREEN, miniBrowser(), url], work, PATIENCE, { WEBKIT_DISABLE_COMPOSITING_MODE: '1' }));

/** What a browser says of its own version. */
export async function versionOf(name) {
  const commands = { chromium: () => [path], firefox: () => ['firefox-esr'], webkit: () => [...SCREEN, miniBrowser()] };
  return (await run('/', ...commands[name](), '--version')).out.match(/\d+(\.\d+)+/)[0];
}

/** Debian keeps it beside the library. */
function miniBrowser() {
  const libraries = readdirSync('/usr/lib').filter((name) => /-linux-/.test(name)).map((name) => `/usr/lib/${name}`);
  const found = libraries.flatMap((folder) => readdirSync(folder).filter((name) => /^webkit2?gtk-/.test(name)).map((name) => `${folder}/${name}`))
    .filter((folder) => readdirSync(folder).includes('MiniBrowser')).sort();
  if (!found.length) throw Error('no MiniBrowser: apt-get install webkit2gtk-driver');
  return `${found.at(-1)}/MiniBrowser`;
}
