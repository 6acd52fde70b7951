// The page's main path, as somebody would go it, in a browser that nobody drives: this runs in the page and tells the
// test what it saw.
const troubles = [];
for (const name of ['error', 'unhandledrejection']) addEventListener(name, (event) => troubles.push(String(event.message ?? event.reason ?? event.target.src)), { capture: true });

const at = (selector) => document.querySelector(selector);
const until = async (selector, holds = () => true) => {
  for (let i = 0; i < 600; i++) {
    const node = at(selector);
    if (node && holds(node)) return node;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw Error(`${selector} does not come: ${document.body.innerText.slice(0, 2000)} ${troubles}`);
};
const type = (selector, value) => {
  const box = at(selector);
  box.value = value;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const answer = () => ({ prediction: at('.answer-head data').value, probabilities: [...document.querySelectorAll('.probabilities tbody data')].map((data) => Number(data.value)) });

async function walk() {
  await until('.verdict');
  const told = { typical: answer(), seal: (await until('.opening .self-test')).textContent };
  type('#field-0', '7,5');
  at('#field-1-0').click();
  told.child = answer();
  type('#field-0', '95');
  told.warned = at('#field-0-said').textContent;
  type('#field-0', 'old');
  told.wrong = [at('#field-0').getAttribute('aria-invalid'), at('.verdict').textContent];
  document.querySelectorAll('details').forEach((details) => { details.open = true; });
  told.wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const theme = at('.theme select');
  theme.value = 'dark';
  theme.dispatchEvent(new InputEvent('input', { bubbles: true }));
  told.dark = getComputedStyle(document.documentElement).colorScheme;
  at('nav a[href="#iris"]').click();
  await until('h1', (heading) => /iris/.test(heading.textContent));
  told.iris = answer();
  return { ...told, troubles };
}

const told = await walk().catch((error) => ({ failed: String(error) }));
await fetch('/', { method: 'POST', body: JSON.stringify(told) });
