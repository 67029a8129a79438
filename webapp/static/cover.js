// The cover: its name and picture on every page for whoever chose one, and a plain page over the
// screen when the app was away for long. Loaded before anything is painted.
'use strict';
(() => {
  const root = document.documentElement;
  const kept = (key) => JSON.parse(localStorage.getItem(key) || 'null');
  const [cover, veil] = [kept('cover'), kept('veil')];
  const title = cover ? cover.name : document.title;

  function dress() {
    const [icon, manifest] = ['icon', 'manifest'].map((rel) => document.querySelector(`link[rel=${rel}]`));
    // The page where a cover is chosen has its own.
    if (!icon || document.querySelector('section[data-cover]')) return;
    icon.href = cover.icon;
    const address = new URL(manifest.href);
    address.searchParams.set('cover', cover.id);
    manifest.href = address.pathname + address.search;
  }

  if (cover) {
    document.title = title;
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', dress);
    else dress();
  }
  if (!veil) return;

  let page = null;
  // Nothing is written once everything was deleted.
  const stamp = () => {
    if (!page && localStorage.getItem('veil')) localStorage.setItem('away', String(Date.now()));
  };
  const long = () => Date.now() - Number(localStorage.getItem('away')) > veil.after * 60000;

  function look() {
    if (page) return;
    if (long()) draw();
    else root.classList.remove('veiled');
  }

  function open() {
    page.remove();
    page = null;
    stamp();
    document.title = title;
    root.classList.remove('veiled');
  }

  function made(tag, text, style, more) {
    const each = Object.assign(document.createElement(tag), { textContent: text, ...more });
    each.style.cssText = style;
    return each;
  }

  /** A page for notes. Its title leads back to what it covers; so does a button where a check-in
      waits for an answer. */
  function draw() {
    const button = 'font:inherit;color:inherit;background:none;border:0;min-height:3rem;min-width:3rem;padding:0 1rem;';
    page = made('div', '', 'position:fixed;inset:0;display:flex;flex-direction:column;background:Canvas;color:CanvasText;font:17px/1.5 system-ui,sans-serif;');
    page.className = 'veil';
    const top = made('div', '', 'display:flex;justify-content:space-between;align-items:center;border-bottom:1px solid GrayText;');
    const heading = made('h1', '', 'margin:0;font-size:1.25rem;');
    heading.append(made('button', veil.title, `${button}font-weight:700;`, { type: 'button', onclick: open }));
    const away = made('a', '✕', `${button}position:static;display:grid;place-content:center;box-shadow:none;text-decoration:none;`, {
      className: 'exit', href: root.dataset.exit, rel: 'noreferrer noopener' });
    away.setAttribute('aria-label', veil.close);
    top.append(heading, away);
    const notes = made('textarea', '', 'flex:1;padding:1rem;border:0;background:none;color:inherit;font:inherit;resize:none;', { placeholder: veil.hint });
    notes.value = localStorage.getItem('notes') || '';
    notes.setAttribute('aria-label', veil.title);
    notes.addEventListener('input', () => localStorage.setItem('notes', notes.value));
    const answer = made('button', veil.go, `${button}margin:1rem;border:2px solid;border-radius:.875rem;font-weight:700;`, { type: 'button', onclick: open });
    page.append(top, notes, answer);
    root.append(page);
    root.classList.add('veiled');
    document.title = veil.title;
    const waits = () => {
      const asked = document.querySelector('[data-urgent]:not([hidden])');
      answer.style.display = asked ? 'block' : 'none';
    };
    waits();
    for (const when of ['DOMContentLoaded', 'live']) document.addEventListener(when, waits);
  }

  // Hidden at once, so that neither the list of open apps nor the first moment back shows it.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return look();
    stamp();
    root.classList.add('veiled');
    return undefined;
  });
  addEventListener('pagehide', () => { if (!document.hidden) stamp(); });
  addEventListener('pageshow', look);
  look();
})();
