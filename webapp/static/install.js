// Installing the app, its disguise, and the cover. What is chosen is kept on this phone only.
'use strict';
(() => {
  const $ = (selector) => document.querySelector(selector);
  const installed = matchMedia('(display-mode: standalone)').matches || navigator.standalone;

  const looks = $('section[data-cover]');
  if (looks) {
    const asked = new URLSearchParams(location.search).get('cover');
    const { cover: id, name, icon } = looks.dataset;
    const before = JSON.parse(localStorage.getItem('cover') || 'null');
    if (!asked && before) location.replace(`?${new URLSearchParams({ cover: before.id })}`);
    else if (id) localStorage.setItem('cover', JSON.stringify({ id, name, icon }));
    else if (asked) localStorage.removeItem('cover');

    localStorage.setItem('hinted', '1');
    $('[data-installed]').hidden = !installed;
    $('[data-steps]').hidden = Boolean(installed);
    let offer = null;
    const button = $('[data-install]');
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      offer = event;
      button.hidden = false;
      $('[data-steps]').hidden = true;
    });
    button.addEventListener('click', () => offer.prompt());
    addEventListener('appinstalled', () => {
      button.hidden = true;
      $('[data-installed]').hidden = false;
    });
  }

  const veil = $('form[data-veil]');
  if (veil) {
    const kept = JSON.parse(localStorage.getItem('veil') || 'null');
    veil.elements.after.value = kept ? String(kept.after) : '0';
    veil.closest('section').hidden = false;
    veil.addEventListener('change', () => {
      const after = Number(veil.elements.after.value);
      localStorage.setItem('away', String(Date.now()));
      if (after) localStorage.setItem('veil', JSON.stringify({ after, ...veil.dataset }));
      else localStorage.removeItem('veil');
    });
  }
})();
