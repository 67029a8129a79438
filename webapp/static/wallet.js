// The print button, shown where there is a script to do it.
'use strict';
(() => {
  const button = document.querySelector('[data-print]');
  button.hidden = false;
  document.querySelector('[data-by-hand]').hidden = true;
  button.addEventListener('click', () => print());
})();
