// The service worker: reading without a connection, and buttons pressed without one. A check-in is
// always asked of the server.
'use strict';
importScripts('/static/push.js', '/static/library.js', '/static/unsent.js');

(() => {
  const READING = /^\/[\w-]+\/us(-\w\w)?\/(cards\/[\w-]+|show|search|relief|help|notes|timer|sky)?$/;
  const DOORS = /^\/([\w-]+\/)?$/;
  const JUST_PRESSED = 5000;

  addEventListener('activate', (event) => event.waitUntil(clients.claim()));

  addEventListener('message', (event) => {
    const { library: address, take, renew, unsent: wish } = event.data || {};
    if (address) event.waitUntil(Promise.all([offer(event.source, address), unsent.send()]));
    if (take) event.waitUntil(library.take(take).then(() => event.ports[0].postMessage('taken')));
    if (renew) skipWaiting();
    if (wish) event.waitUntil(answer(event.source, wish));
  });

  addEventListener('sync', (event) => {
    if (event.tag === unsent.TAG) event.waitUntil(unsent.send().then((all) => all || Promise.reject()));
  });

  addEventListener('fetch', (event) => {
    const { request } = event;
    const { origin, pathname, search } = new URL(request.url);
    if (origin !== location.origin) return;
    const looks = request.method === 'GET';
    if (looks && pathname.startsWith('/static/')) event.respondWith(asset(request));
    if (request.mode !== 'navigate') return;
    if (request.method === 'POST') event.respondWith(unsent.pressed(request));
    if (!looks) return;
    if (unsent.CHECKIN.test(pathname)) event.respondWith(checkin(request));
    else if (READING.test(pathname) && !search) event.respondWith(page(request, pathname));
    else if (DOORS.test(pathname)) event.respondWith(asked(request, toHome));
    else event.respondWith(asked(request, toOffline));
    event.waitUntil(unsent.send());
  });

  /** Learn a library, and tell the page that asked when a newer one or a newer worker waits. */
  async function offer(page, address) {
    const learned = await library.learn(address).then(() => true, () => false);
    const newer = await library.waiting(address)
      || registration.waiting && await library.newest((each) => each.address === address);
    if (page && newer && newer.update) page.postMessage({ update: newer.update });
    if (!learned) await library.persist(address);
  }

  /** Answer a page that asks what became of a press that was not sent, or takes it back. */
  async function answer(page, wish) {
    if (wish === 'forget') await unsent.forget();
    page.postMessage({ unsent: await unsent.kept() });
    await unsent.send();
  }

  async function asset(request) {
    return await caches.match(request) || fetch(request);
  }

  async function page(request, path) {
    await library.takeWhatWaitedLong();
    return await library.read(path) || asked(request, toOffline);
  }

  /** The check-in page, asked of the server after what is unsent was sent. Right after a press
      without a connection, the offline page, which says that the server has not heard of it. */
  async function checkin(request) {
    const kept = await unsent.kept();
    const pressedNow = kept && Date.now() - kept.at < JUST_PRESSED;
    const reached = !pressedNow && await unsent.send() !== undefined;
    return !reached && await toOffline(request)
      || asked(request, toOffline, (ask) => unsent.patient(ask));
  }

  /** The server's answer, else what `standIn` has. */
  async function asked(request, standIn, how = (ask) => ask()) {
    try {
      return await how((signal) => fetch(request, { signal }));
    } catch (failure) {
      const found = await standIn(request);
      if (found) return found;
      throw failure;
    }
  }

  async function toHome() {
    const whole = await library.newest();
    return whole && Response.redirect(whole.home);
  }

  async function toOffline(request) {
    return unsent.offlinePage(new URL(request.url).pathname, await unsent.kept());
  }
})();
