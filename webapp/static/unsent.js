// Unsent presses: buttons pressed on a check-in without a connection. The last is kept, said loudly
// to be unsent, and sent until the server has answered; then it is gone, and only the pages that are
// open hear what became of it. No note and no PIN is ever kept, and the form's CSRF token is fetched
// when it is sent.
'use strict';

const unsent = (() => {
  const TAG = 'unsent';
  const RECORD = '/.unsent';
  const PATIENCE = 20 * 1000;
  const USEFUL = 24 * 3600 * 1000;
  const CHECKIN = /^\/[\w-]+\/checkin$/;
  const CLOSES = ['ok', 'cancel'];
  const KEEPS = [...CLOSES, 'more', 'sos'];

  /** A button pressed: the server's answer, else a page that says what did not happen. */
  async function pressed(request) {
    const path = new URL(request.url).pathname;
    const copy = request.clone();
    try {
      const answer = await patient((signal) => fetch(request, { signal }));
      if (CHECKIN.test(path) && answer.type === 'opaqueredirect') await record(null);
      return answer;
    } catch (failure) {
      const form = new URLSearchParams(await copy.text());
      const note = form.get('plan');
      const mine = CHECKIN.test(path) && await keep(path, form);
      // A note is written into the page and kept nowhere else.
      if (mine && !(note && form.get('do') === 'sos')) return Response.redirect(path, 303);
      const page = await offlinePage(path, mine ? { ...mine, note } : refusal(path, form));
      if (page) return page;
      throw failure;
    }
  }

  /** Keep a press, if it may be kept: none that closes a timer by PIN, and none that does not say
      which timer it is for, which could close a later one. A kept SOS gives way to "I'm OK", not
      to more time. Null: not kept. */
  async function keep(path, form) {
    const act = form.get('do');
    const of = form.get('of');
    if (!KEEPS.includes(act) || !of || (CLOSES.includes(act) && form.has('pin'))) return null;
    const before = await kept();
    if (before && before.act === 'sos' && act === 'more') return before;
    const [tells, tellsWords] = [form.get('tells'), form.get('tells_words')];
    const mine = { path, act, of, about: form.get('about'), tells, tellsWords, at: Date.now() };
    await record(mine);
    if (registration.sync) await registration.sync.register(TAG).catch(() => {});
    return mine;
  }

  /** What the offline page must say, and what was typed, for a text that does the same. */
  function refusal(path, form) {
    if (!CHECKIN.test(path)) return { act: 'other' };
    const act = form.get('do');
    if (CLOSES.includes(act)) return { act: form.has('pin') ? 'pin' : 'other' };
    const { plan, minutes_chosen: chosen, hours, minutes } = Object.fromEntries(form);
    return { act, note: plan, ...(act === 'start' && { chosen, hours, minutes }) };
  }

  /** The press that waits to be sent; null when there is none. */
  async function kept() {
    const found = await caches.match(RECORD, { cacheName: TAG });
    if (!found) return null;
    const each = await found.json();
    if (Date.now() < each.at + USEFUL) return each;
    await caches.delete(TAG);
    return null;
  }

  async function record(now) {
    if (now) await (await caches.open(TAG)).put(RECORD, new Response(JSON.stringify(now)));
    else if (!await caches.delete(TAG)) return;
    await tell(now);
  }

  async function tell(news) {
    for (const page of await clients.matchAll({ type: 'window' })) page.postMessage({ unsent: news });
  }

  let sending = null;

  /** Send the kept press. True: nothing is left to send; false: there was no proper answer;
      undefined: no connection. */
  function send() {
    sending = sending || attempt().catch(() => undefined).finally(() => { sending = null; });
    return sending;
  }

  async function attempt() {
    const mine = await kept();
    if (!mine) return true;
    const page = await patient((signal) => fetch(mine.path, { cache: 'no-store', signal }));
    const token = /name="csrf_token" value="([^"]+)"/.exec(await page.text());
    if (!page.ok || !token) return false;
    const body = new URLSearchParams({
      csrf_token: token[1], do: mine.act, of: mine.of, about: mine.about || '', late: mine.at });
    const answer = await patient((signal) => (
      fetch(mine.path, { method: 'POST', body, mode: 'same-origin', signal })));
    const done = answer.ok && answer.redirected;
    // 409 is the check-in's own refusal. Any other status is a proxy's, or a server's in trouble.
    if (!done && answer.status !== 409) return false;
    const now = await kept();
    if (now && now.at === mine.at) {
      await caches.delete(TAG);
      await tell({ act: mine.act, at: mine.at, answered: Date.now(), done });
    }
    return true;
  }

  async function patient(ask) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      return await ask(limit.signal);
    } finally { clearTimeout(timer); }
  }

  /** The kept offline page in the language of a path, with what it is to say. */
  async function offlinePage(path, situation) {
    const language = path.split('/')[1];
    const whole = await library.newest((each) => each.offline.startsWith(`/${language}/`));
    const page = whole && await caches.match(whole.offline, { cacheName: whole.name });
    if (!page || !situation) return page;
    const safe = JSON.stringify(situation).replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const html = (await page.text()).replace('data-situation=""', () => `data-situation="${safe}"`);
    const headers = { ...Object.fromEntries(page.headers), 'Cache-Control': 'no-store' };
    return new Response(html, { headers });
  }

  // As in library.js.
  return Object.freeze({
    CHECKIN, TAG, kept, offlinePage, patient, pressed, send, forget: () => record(null),
  });
})();
