// Hands a link over by the phone's share menu or its clipboard.
'use strict';
(() => {
  const link = document.getElementById('link');
  const share = document.querySelector('[data-share]');
  const copy = document.querySelector('[data-copy]');

  if (navigator.share) {
    share.hidden = false;
    share.addEventListener('click', () => navigator.share({ url: link.value }).catch(() => {}));
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(link.value);
      copy.textContent = copy.dataset.copy;
    });
  }
  link.addEventListener('focus', () => link.select());
})();
