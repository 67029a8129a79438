// Keeps a page current by polling: fetches it again and replaces its [data-live] parts.
'use strict';
(() => {
  const EVERY = 1000 * (document.querySelector('[data-live]').dataset.live || 10);
  const parts = () => [...document.querySelectorAll('[data-live]')];
  const busy = (part) => part.contains(document.activeElement)
    && document.activeElement.matches('input, textarea') || part.querySelector('details[open], .holding');
  const typed = () => [...document.querySelectorAll('input:not([type=hidden]), textarea')]
    .some((field) => field.value !== field.defaultValue);

  // The HTML of each element as the server made it, before a script touched it.
  const made = new WeakMap();
  const remember = (part) => {
    for (const each of [part, ...part.querySelectorAll('*')]) made.set(each, each.outerHTML);
  };

  // A log changes entry by entry, so that only new ones are read out and nobody's place is lost.
  const piecewise = (part) => part.matches('[role=log], [role=log] > [id]');

  function renew(part, now) {
    const html = now.outerHTML;
    if (made.get(part) === html) return part;
    if (!piecewise(part) || part.className !== now.className) {
      remember(now);
      part.replaceWith(now);
      return now;
    }
    const known = new Map([...part.children].map((each, at) => [each.id || at, each]));
    const next = [...now.children].map((each, at) => {
      const before = known.get(each.id || at);
      if (before) return renew(before, each);
      remember(each);
      return each;
    });
    for (const each of [...part.children]) if (!next.includes(each)) each.remove();
    next.forEach((each, at) => {
      if (part.children[at] !== each) part.insertBefore(each, part.children[at] || null);
    });
    made.set(part, html);
    return part;
  }

  async function look() {
    if (document.hidden) return;
    let fresh;
    try {
      const answer = await fetch(location.pathname, { redirect: 'error' });
      if (!answer.ok) return;
      fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch { return offline(true); }
    offline(false);
    const more = [...fresh.querySelectorAll('[data-live]')].some((each) => !document.getElementById(each.id));
    if (more && !typed()) return location.reload();
    for (const part of parts()) {
      const now = fresh.getElementById(part.id);
      if (!now) return location.reload();
      if (busy(part) || made.get(part) === now.outerHTML) continue;
      const atEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
      const current = renew(part, now);
      if (atEnd) current.scrollTop = current.scrollHeight;
      document.dispatchEvent(new Event('live'));
    }
  }

  function offline(is) {
    for (const note of document.querySelectorAll('[data-offline]')) note.hidden = !is;
  }

  function clocks() {
    for (const time of document.querySelectorAll('time[data-clock]')) {
      time.textContent = new Date(time.dateTime).toLocaleTimeString(
        document.documentElement.lang, { hour: 'numeric', minute: '2-digit' });
    }
  }

  parts().forEach(remember);
  document.addEventListener('live', clocks);
  clocks();
  for (const part of parts()) part.scrollTop = part.scrollHeight;
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
  addEventListener('look', look);
})();
