// Keeps a page current: fetches it again and puts the new [data-live] parts in place of the old.
'use strict';
(() => {
  const EVERY = 1000 * (document.querySelector('[data-live]').dataset.live || 10);
  const parts = () => [...document.querySelectorAll('[data-live]')];
  const busy = (part) => part.contains(document.activeElement)
    && document.activeElement.matches('input, textarea') || part.querySelector('details[open], .holding');

  async function look() {
    if (document.hidden) return;
    let fresh;
    try {
      const answer = await fetch(location.pathname, { redirect: 'error' });
      if (!answer.ok) return;
      fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch { return offline(true); }
    offline(false);
    for (const part of parts()) {
      const now = fresh.getElementById(part.id);
      if (!now) return location.reload();
      if (busy(part) || now.outerHTML === part.dataset.seen) continue;
      const atEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
      now.dataset.seen = now.outerHTML;
      part.replaceWith(now);
      if (atEnd) now.scrollTop = now.scrollHeight;
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

  document.addEventListener('live', clocks);
  clocks();
  for (const part of parts()) part.scrollTop = part.scrollHeight;
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
  addEventListener('look', look);
})();
