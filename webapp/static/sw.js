// Reading without a connection. A library (one language, one place) is kept whole: it replaces the
// one before only when every page of it has arrived. Check-ins always ask the server.
'use strict';

const LIBRARY = 'library ';
const WHOLE = '/.whole';
const MOST_LIBRARIES = 3;
const READING = /^\/[\w-]+\/us(-\w\w)?\/(cards\/[\w-]+|show|search|relief|help)?$/;
const DOORS = /^\/([\w-]+\/)?$/;

addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('message', (event) => {
  if (event.data && event.data.library) event.waitUntil(learn(event.data.library));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/static/')) event.respondWith(kept(request));
  else if (request.mode !== 'navigate') return;
  else if (READING.test(url.pathname) && !url.search) event.respondWith(kept(url.pathname, request));
  else if (DOORS.test(url.pathname)) event.respondWith(asked(request, toHome));
  else event.respondWith(asked(request, toOffline));
});

let learning = Promise.resolve();

/** Fetch a library and keep it, one at a time. */
function learn(address) {
  learning = learning.then(() => replace(address)).catch(() => {});
  return learning;
}

async function replace(address) {
  const answer = await fetch(address, { cache: 'no-cache', credentials: 'omit' });
  if (!answer.ok) return;
  const library = await answer.json();
  const name = `${LIBRARY}${address} ${library.version}`;
  if (!(await isWhole(name))) {
    await caches.delete(name);
    const cache = await caches.open(name);
    await cache.addAll(library.assets);
    await Promise.all(Object.entries(library.pages).map(([path, html]) => (
      cache.put(path, new Response(html, { headers: library.headers })))));
    const about = { home: library.home, offline: library.offline };
    await cache.put(WHOLE, new Response(JSON.stringify(about)));
  }
  const others = (await names()).filter((each) => each !== name);
  const older = others.filter((each) => each.startsWith(`${LIBRARY}${address} `));
  const distinct = others.filter((each) => !older.includes(each));
  const tooMany = distinct.slice(0, Math.max(0, distinct.length + 1 - MOST_LIBRARIES));
  for (const each of [...older, ...tooMany]) await caches.delete(each);
}

async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(LIBRARY));
}

async function isWhole(name) {
  return Boolean(await caches.match(WHOLE, { cacheName: name }));
}

/** From a whole library, newest first, else from the server. */
async function kept(wanted, request = wanted) {
  for (const name of (await names()).reverse()) {
    const found = await caches.match(wanted, { cacheName: name });
    if (found && await isWhole(name)) return found;
  }
  return request.mode === 'navigate' ? asked(request, toOffline) : fetch(request);
}

/** From the server, else what stands in for it. */
async function asked(request, standIn) {
  try {
    return await fetch(request);
  } catch (failure) {
    const found = await standIn(request);
    if (found) return found;
    throw failure;
  }
}

async function toHome() {
  const about = await newest();
  return about && Response.redirect(about.home);
}

async function toOffline(request) {
  const language = new URL(request.url).pathname.split('/')[1];
  const about = await newest((each) => each.offline.startsWith(`/${language}/`)) || await newest();
  return about && caches.match(about.offline);
}

async function newest(suits = () => true) {
  for (const name of (await names()).reverse()) {
    const mark = await caches.match(WHOLE, { cacheName: name });
    const about = mark && await mark.json();
    if (about && suits(about)) return about;
  }
  return undefined;
}
