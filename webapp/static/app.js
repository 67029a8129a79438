// What a page can do better with a script: offline reading, wiping.
'use strict';
(() => {
  const root = document.documentElement;
  const worker = navigator.serviceWorker;

  if (worker) {
    worker.register('/sw.js').catch(() => {});
    worker.ready.then((ready) => {
      if (root.dataset.library) ready.active.postMessage({ library: root.dataset.library });
    });
  }

  // First what lies on this device, so that it goes even without a connection.
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
