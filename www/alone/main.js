// @ts-check
// The page as one file. Its only script is also that of its workers.
void (typeof document === 'undefined' ? import('./thread.js') : import('./page.js'));
