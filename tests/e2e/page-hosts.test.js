// The folder on hosts that docs/deploy.md names: it opens, and works on without them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { model, page as made, workshop } from './made.js';
import { launch } from './chromium.js';
import { windowbox } from './places.js';

const shop = workshop();
let browser;
before(async () => {
  browser = await launch();
  made(model('titanic'), model('iris'), '-o', shop.path('site'), '--title', 'Titanic', '--title', 'Iris');
});
after(async () => {
  await browser.close();
  shop.gone();
});

const HOSTS = {
  'windowbox serve': [windowbox, ['serve', shop.path('site')]],
  'windowbox serve --csp': [windowbox, ['serve', shop.path('site'), '--csp']],
  'python3 -m http.server': ['python3', ['-u', '-m', 'http.server', '--bind', '127.0.0.1', '--directory', shop.path('site'), '0']],
};
for (const [name, [command, args]] of Object.entries(HOSTS)) {
  test(name, async (t) => {
    const host = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => host.kill());
    const [said] = await once(host.stdout, 'data');
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = await context.newPage();
    await page.goto(/http:\/\/127[\d.]+:\d+\//.exec(String(said))[0]);
    await page.waitForSelector('.verdict');
    await page.evaluate(async () => { await navigator.serviceWorker.ready; });
    host.kill();
    await once(host, 'close');
    await page.reload();
    await page.getByRole('link', { name: 'Iris' }).click();
    await page.getByLabel(/petal length/i).first().waitFor();
  });
}
