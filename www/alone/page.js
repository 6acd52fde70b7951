// @ts-check
// The theme comes before anything is drawn, the rest when the page stands.
import '../theme/stored.js';

const begin = () => import('./begin.js');
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin, { once: true });
else void begin();
