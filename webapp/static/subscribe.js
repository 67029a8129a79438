// Turns notifications on and off in this browser, and says plainly where that is not possible.
'use strict';
(() => {
  const part = document.querySelector('[data-push]');
  if (!part) return;
  const PATIENCE = 30000;
  const form = part.querySelector('form');
  const { key, post } = part.dataset;
  const known = part.dataset.known.split(' ');

  function show(state) {
    part.hidden = false;
    for (const each of document.querySelectorAll('[data-when]')) {
      each.hidden = !each.dataset.when.split(' ').includes(state);
    }
  }

  async function look() {
    const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
    if (!able) return show(navigator.standalone === false ? 'install' : 'never');
    if (Notification.permission === 'denied') return show('blocked');
    const mine = Notification.permission === 'granted' && await current();
    return show(mine && known.includes(await tag(mine)) ? 'on' : 'off');
  }

  async function current() {
    const ready = await navigator.serviceWorker.getRegistration('/');
    return ready && ready.pushManager.getSubscription();
  }

  async function tag(mine) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(mine.endpoint));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 16);
  }

  const soon = (promise) => Promise.race([
    promise, new Promise((_, give) => { setTimeout(() => give(new Error('too late')), PATIENCE); }),
  ]);

  const bytes = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')),
    (letter) => letter.charCodeAt(0));

  async function turnOn() {
    if (await Notification.requestPermission() !== 'granted') return look();
    const ready = await soon(navigator.serviceWorker.ready);
    if (ready.waiting) ready.waiting.postMessage({ takeOver: true });
    let mine = await ready.pushManager.getSubscription();
    const theirs = mine && mine.options && mine.options.applicationServerKey;
    if (theirs && String(new Uint8Array(theirs)) !== String(bytes)) {
      await mine.unsubscribe();
      mine = null;
    }
    const wanted = { userVisibleOnly: true, applicationServerKey: bytes };
    mine = mine || await soon(ready.pushManager.subscribe(wanted));
    await tell('on', mine);
    known.push(await tag(mine));
    return show('on');
  }

  // Tells the server alone and keeps the browser's subscription: others, whose contact this is too,
  // may rely on it.
  async function turnOff() {
    const mine = await current();
    if (mine) {
      await tell('off', mine);
      known.splice(known.indexOf(await tag(mine)), 1);
    }
    return show('off');
  }

  async function tell(wish, mine) {
    const { endpoint, keys } = mine.toJSON();
    const body = new FormData(form);
    for (const [name, value] of Object.entries({ do: wish, endpoint, ...keys })) body.set(name, value);
    const answer = await soon(fetch(post, { method: 'POST', body, redirect: 'error' }));
    if (!answer.ok) throw new Error('refused');
    await remember(wish === 'on' && (await answer.json()).move);
  }

  // Kept for the service worker: it needs this to tell the server of a changed subscription.
  async function remember(moving) {
    const cache = await caches.open('push');
    const kept = await cache.match('/push/moves');
    const moves = kept ? (await kept.json()).moves : {};
    if (moving) moves[post] = moving; else delete moves[post];
    await cache.put('/push/moves', new Response(JSON.stringify({ key, moves })));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wish = event.submitter ? event.submitter.value : document.activeElement.value;
    for (const button of form.querySelectorAll('button')) button.disabled = true;
    (wish === 'on' ? turnOn() : turnOff()).catch(() => show('failed')).then(() => {
      for (const button of form.querySelectorAll('button')) button.disabled = false;
    });
  });

  look().catch(() => show('never'));
})();
