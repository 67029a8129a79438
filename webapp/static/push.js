// Notifications, for the service worker: shown, opened, answered without opening anything. What is
// pressed without a connection is kept and sent as soon as there is one.
'use strict';
(() => {
  const PRESSES = 'presses';
  const MOVES = 'push';
  const KEPT_FOR = 24 * 3600 * 1000;
  const AGAIN_AFTER = [3000, 12000];
  const PATIENCE = 8000;
  const ADDRESS = '/push/press/';

  addEventListener('push', (event) => {
    let told;
    try { told = event.data.json().notification; } catch { told = undefined; }
    event.waitUntil(Promise.all([told && show(told), flush()]));
  });

  addEventListener('notificationclick', (event) => {
    const { notification, action } = event;
    const data = notification.data || {};
    notification.close();
    event.waitUntil(data[action]
      ? pressed(data[action], notification)
      : open((data.opens || {})[action] || data.navigate));
  });

  // A page asks a waiting worker to take over: an older one may know nothing of notifications.
  addEventListener('message', (event) => {
    if (event.data && event.data.takeOver) skipWaiting();
  });

  addEventListener('sync', (event) => {
    if (event.tag === PRESSES) event.waitUntil(flush(true));
  });

  addEventListener('fetch', (event) => {
    if (event.request.mode === 'navigate') event.waitUntil(flush());
  });

  addEventListener('pushsubscriptionchange', (event) => event.waitUntil(move(event)));

  /** Shows what Declarative Web Push describes, in browsers that do not do so themselves. */
  function show({ title, navigate, actions = [], data = {}, ...told }) {
    const opens = {};
    for (const each of actions) if (each.navigate) opens[each.action] = each.navigate;
    return registration.showNotification(title, {
      ...told,
      actions: actions.map((each) => ({ action: each.action, title: each.title })),
      data: { ...data, navigate, opens },
    });
  }

  async function open(address) {
    const wanted = new URL(address || '/', location.origin);
    for (const each of await clients.matchAll({ type: 'window', includeUncontrolled: true })) {
      if (new URL(each.url).pathname === wanted.pathname) return each.focus();
    }
    return clients.openWindow(wanted.href);
  }

  async function pressed({ press, unsent }, { title, tag, lang, dir, data }) {
    const look = { title, tag, lang, dir, navigate: data.navigate };
    const presses = await caches.open(PRESSES);
    const at = ADDRESS + encodeURIComponent(press);
    await presses.put(at, new Response(JSON.stringify({ press, title, at: Date.now() })));
    if (await sent(press, title)) return;
    await show({ ...look, body: unsent, requireInteraction: true });
    if (registration.sync) registration.sync.register(PRESSES).catch(() => {});
    for (const wait of AGAIN_AFTER) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (!(await presses.match(at)) || await sent(press, title)) return;
    }
  }

  /** Sends one press and shows what came of it; false until our server has answered. */
  async function sent(press, title) {
    let said;
    // A connection that hangs must not leave whoever pressed without a word.
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const answer = await fetch('/push/answer', {
        method: 'POST', body: new URLSearchParams({ press }), redirect: 'error', credentials: 'omit',
        signal: limit.signal,
      });
      if (answer.status !== 200 && answer.status !== 410) return false;
      said = (await answer.json()).notification;
    } catch { return false; } finally { clearTimeout(timer); }
    if (!said) return false;
    await (await caches.open(PRESSES)).delete(ADDRESS + encodeURIComponent(press));
    await show({ ...said, title });
    return true;
  }

  async function flush(mustAll) {
    if (!(await caches.has(PRESSES))) return;
    const presses = await caches.open(PRESSES);
    let left = 0;
    for (const request of await presses.keys()) {
      const { press, title, at } = await (await presses.match(request)).json();
      if (Date.now() - at > KEPT_FOR) await presses.delete(request);
      else if (!(await sent(press, title))) left += 1;
    }
    if (left && mustAll) throw new Error('No connection yet.');
  }

  /** The browser's subscription has changed, or has to be made anew: tell the server. */
  async function move({ oldSubscription: old, newSubscription: given }) {
    const kept = await caches.match('/push/moves', { cacheName: MOVES });
    if (!kept) return;
    const { key, moves } = await kept.json();
    const now = given || await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')),
        (letter) => letter.charCodeAt(0)),
    });
    const { endpoint, keys } = now.toJSON();
    await Promise.all(Object.values(moves).map((each) => fetch('/push/move', {
      method: 'POST',
      body: new URLSearchParams({ move: each, old: old ? old.endpoint : '', endpoint, ...keys }),
      credentials: 'omit',
    })));
  }
})();
