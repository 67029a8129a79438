// A small bar that says that newer cards are here. Nothing changes until its button is pressed.
'use strict';
(() => {
  const { style, title, take, later } = document.currentScript.dataset;
  const worker = navigator.serviceWorker;
  const LATER = 'later';
  if (sessionStorage.getItem(LATER) || document.querySelector('.update')) return;

  const made = (tag, text, more) => Object.assign(
    document.createElement(tag), { textContent: text, ...more });
  const bar = made('div', '', { className: 'update' });
  const close = () => { sessionStorage.setItem(LATER, '1'); bar.remove(); };
  bar.setAttribute('role', 'status');
  bar.append(
    made('p', title),
    made('button', take, { type: 'button', onclick: change }),
    made('button', later, { type: 'button', className: 'plain', onclick: close }));
  const sheet = made('link', '', { rel: 'stylesheet', href: style });
  sheet.onload = sheet.onerror = () => document.body.append(bar);
  document.head.append(sheet);

  /** Take the newer library, then the newer service worker if one waits, then reload this page. */
  async function change() {
    const ready = await worker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (!ready.waiting) return location.reload();
      worker.addEventListener('controllerchange', () => location.reload());
      return ready.waiting.postMessage({ renew: true });
    };
    ready.active.postMessage({ take: document.documentElement.dataset.library }, [port2]);
  }
})();
