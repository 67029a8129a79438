// The hint on the home page that the app can be installed. Pressed or closed, it never comes back.
'use strict';
(() => {
  const hint = document.querySelector('[data-hint]');
  const never = () => localStorage.setItem('hinted', '1');
  try {
    if (localStorage.getItem('hinted') || navigator.standalone || !navigator.onLine
      || matchMedia('(display-mode: standalone)').matches) return;
  } catch (none) { return; }
  hint.hidden = false;
  hint.querySelector('a').addEventListener('click', never);
  hint.querySelector('button').addEventListener('click', () => { never(); hint.hidden = true; });
})();
