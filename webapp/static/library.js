// Offline libraries in the browser's cache: each has all pages of one language and place, and is
// kept whole or not at all. Of several for one address the oldest is read; a newer one waits until
// the reader takes it.
'use strict';

const library = (() => {
  const LIBRARY = 'library ';
  const WHOLE = '/.whole';
  const MOST_LIBRARIES = 3;
  const WAITS_AT_MOST = 24 * 3600 * 1000;
  const AGAIN_AFTER = [5000, 10 * 1000, 30 * 1000];

  const persisting = new Set();
  let learning = Promise.resolve();

  /** Fetch the library at an address and keep it, one at a time. Rejects where another try may
      succeed. */
  function learn(address) {
    learning = learning.catch(() => {}).then(() => fetchWhole(address));
    return learning;
  }

  /** Retry for a while: the visit on which a server was busy, or a connection broke off, may be the
      only one there is. Not without a connection: the page asks again once there is one. */
  async function persist(address) {
    if (persisting.has(address)) return;
    persisting.add(address);
    for (const pause of AGAIN_AFTER) {
      await new Promise((done) => { setTimeout(done, pause); });
      if (!navigator.onLine || await learn(address).then(() => true, () => false)) break;
    }
    persisting.delete(address);
  }

  async function fetchWhole(address) {
    const answer = await fetch(address, { cache: 'no-cache', credentials: 'omit' });
    if (answer.status >= 500) throw new Error(`${address} is not to be had now.`);
    if (!answer.ok) return;
    const { version, pages, assets, headers, ...about } = await answer.json();
    const name = `${LIBRARY}${address} ${version}`;
    if (!(await libraries()).some((each) => each.name === name)) {
      await caches.delete(name);
      const cache = await caches.open(name);
      await Promise.all(assets.map((asset) => keepAsset(cache, asset)));
      await Promise.all(Object.entries(pages).map(([path, html]) => (
        cache.put(path, new Response(html, { headers })))));
      const mark = { ...about, headers, at: Date.now() };
      await cache.put(WHOLE, new Response(JSON.stringify(mark)));
    }
    await tidy(address, name);
  }

  /** Keep an asset whose hash is the version in its address. It may have changed since the library
      was made: then rejects. */
  async function keepAsset(cache, address) {
    const answer = await fetch(address);
    const named = new URL(address, location.href).searchParams.get('v');
    const digest = await crypto.subtle.digest('SHA-256', await answer.clone().arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (!answer.ok || !hex.startsWith(named)) throw new Error(`${address} is not what it was.`);
    await cache.put(address, answer);
  }

  /** Delete libraries but, of this address, the one that is read and the newest, and those of the
      few other addresses that were learned last. */
  async function tidy(address, newest) {
    const whole = await libraries();
    const read = shown(whole);
    const others = read.filter((each) => each.address !== address).slice(1 - MOST_LIBRARIES);
    const wanted = [newest, ...whole.filter((each) => (
      read.includes(each) && each.address === address
      || others.some((other) => other.address === each.address))).map((each) => each.name)];
    for (const each of await caches.keys()) {
      if (each.startsWith(LIBRARY) && !wanted.includes(each)) await caches.delete(each);
    }
  }

  /** Every whole library, oldest first. */
  async function libraries() {
    const found = [];
    for (const name of await caches.keys()) {
      const mark = name.startsWith(LIBRARY) && await caches.match(WHOLE, { cacheName: name });
      if (mark) found.push({ name, address: name.split(' ')[1], ...await mark.json() });
    }
    return found;
  }

  function shown(whole) {
    return whole.filter((each, at) => whole.findIndex((one) => one.address === each.address) === at);
  }

  /** The newest library of an address, if it is not the one that is read. */
  async function waiting(address) {
    const here = (await libraries()).filter((each) => each.address === address);
    return here.length > 1 ? here.pop() : undefined;
  }

  /** Read from the newest library of this address from now on. */
  async function take(address) {
    const older = (await libraries()).filter((each) => each.address === address).slice(0, -1);
    for (const each of older) await caches.delete(each.name);
  }

  /** Take each library that has waited for a day, as a visit begins and nobody reads yet: whoever
      never presses the button must not read old law for good. */
  async function takeWhatWaitedLong() {
    const open = await clients.matchAll({ type: 'window', includeUncontrolled: true });
    if (open.length) return;
    const whole = await libraries();
    const long = whole.filter((each) => (
      !shown(whole).includes(each) && Date.now() - each.at > WAITS_AT_MOST));
    for (const each of long) await take(each.address);
  }

  /** The page at a path, from the library that is read. */
  async function read(path) {
    for (const each of shown(await libraries()).reverse()) {
      const found = await caches.match(path, { cacheName: each.name });
      if (found) return found;
    }
    return undefined;
  }

  /** The library that is read, of the address that was learned last; one that suits, if any does.
      @param {(library: any) => boolean} [suits] */
  async function newest(suits = () => true) {
    const whole = shown(await libraries()).reverse();
    return whole.find(suits) || whole[0];
  }

  // Frozen, so that the type checker reports a name that is not here.
  return Object.freeze({ learn, newest, persist, read, take, takeWhatWaitedLong, waiting });
})();
