// On every page: starts the service worker, says what the host announces, wipes the device.
'use strict';
(() => {
  const root = document.documentElement;
  const worker = navigator.serviceWorker;

  if (worker && root.dataset.library) {
    worker.register('/sw.js').catch(() => {});
    const learn = () => worker.ready.then((ready) => (
      ready.active.postMessage({ library: root.dataset.library })));
    learn();
    addEventListener('online', learn);
    // A newer library or service worker waits. Not offered where something may be typed: taking it
    // loads the page again.
    worker.addEventListener('message', ({ data }) => {
      if (!data.update || document.querySelector('form[method=post]')) return;
      const script = document.createElement('script');
      Object.assign(script.dataset, data.update);
      script.src = data.update.script;
      document.head.append(script);
    });
  }

  // The host's announcement, on a page that was kept before it was made. It is kept until it ends,
  // for when there is no connection.
  const note = root.dataset.note;
  async function say() {
    let said;
    try {
      said = await (await fetch(note, { credentials: 'omit' })).json();
      localStorage.setItem('note', JSON.stringify(said));
    } catch (offline) { said = JSON.parse(localStorage.getItem('note')); }
    if (!said || said.until < Date.now() || document.querySelector('.host-note')) return;
    const box = Object.assign(document.createElement('p'), {
      className: 'host-note', textContent: said.text, lang: said.lang, dir: said.dir,
    });
    box.setAttribute('role', 'note');
    box.setAttribute('aria-label', said.label);
    document.querySelector('.brand').after(box);
  }
  if (note && worker && worker.controller) say().catch(() => {});

  // First wipes what lies on this device, so that it is gone even without a connection.
  for (const form of document.querySelectorAll('form[data-wipe]')) {
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        for (const name of await caches.keys()) await caches.delete(name);
        for (const each of await worker.getRegistrations()) await each.unregister();
        localStorage.clear();
      } finally { form.submit(); }
    });
  }
})();
