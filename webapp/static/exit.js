// Quick exit. Runs in the head, before the page is painted, so that Back finds the cover.
'use strict';
(() => {
  const root = document.documentElement;
  const view = window.visualViewport;
  const FLAG = 'left', WITHIN = 1500, GAP = 8;

  const cover = (on) => root.classList.toggle('left', on);
  const gone = () => {
    try { return sessionStorage.getItem(FLAG); } catch (blocked) { return null; }
  };
  const remember = (left) => {
    try { sessionStorage[left ? 'setItem' : 'removeItem'](FLAG, '1'); } catch (blocked) { /* no memory, no cover */ }
  };
  const leave = () => {
    cover(true);
    remember(true);
    // Nothing more is sent while the other page comes.
    window.stop();
    window.fetch = () => new Promise(() => {});
    location.replace(root.dataset.exit);
    document.title = root.dataset.loading;
    if (!document.body) return;
    const said = document.createElement('p');
    said.className = 'visually-hidden';
    said.setAttribute('role', 'alert');
    root.append(said);
    said.textContent = root.dataset.loading;
  };
  const cameBack = () => {
    const entry = performance.getEntriesByType('navigation')[0];
    // Phones before 2021 know the older way alone, where two stands for Back and Forward.
    return entry ? entry.type === 'back_forward' : performance.navigation.type === 2;
  };

  // Only Back and Forward meet the cover: whoever types the address wants the page.
  if (gone() && cameBack()) leave();
  else remember(false);
  // A page that the browser may keep whole is put away covered, so that it cannot flash up.
  addEventListener('pagehide', () => cover(true));
  addEventListener('pageshow', (event) => {
    if (event.persisted && gone()) leave();
    else if (event.persisted) cover(false);
  });

  // Where a cover was chosen, cover.js decides what may be seen, before anything is painted.
  try {
    if (root.dataset.cover && (localStorage.veil || localStorage.cover)) {
      const script = document.createElement('script');
      script.src = root.dataset.cover;
      script.onerror = () => root.classList.remove('veiled');
      if (localStorage.veil) root.classList.add('veiled');
      document.head.append(script);
    }
  } catch (none) { /* no storage, no cover */ }

  addEventListener('click', (event) => {
    if (!event.target.closest || !event.target.closest('.exit')) return;
    event.preventDefault();
    leave();
  }, true);

  let presses = [];
  addEventListener('keydown', (event) => {
    if (event.repeat) return;
    if (event.key !== 'Shift' && event.key !== 'Escape') { presses = []; return; }
    presses = [...presses.filter((press) => press.key === event.key
      && event.timeStamp - press.at < WITHIN), { key: event.key, at: event.timeStamp }];
    if (presses.length === 3) leave();
  }, true);

  // Zoomed in, or with a keyboard open, a fixed position may lie outside the visual viewport, the
  // part of the page that is on the screen: the button follows that.
  const follow = () => {
    const button = document.querySelector('.exit');
    if (!button) return;
    const by = view.scale, gap = GAP / by;
    const end = root.dir === 'rtl' ? gap : view.width - gap - button.offsetWidth / by;
    const x = view.offsetLeft + end - button.offsetLeft, y = view.offsetTop + gap - button.offsetTop;
    const away = by > 1.01 || view.offsetTop > 1 || view.offsetLeft > 1;
    button.style.transform = away ? `translate(${x}px, ${y}px) scale(${1 / by})` : '';
  };
  if (view) {
    for (const moved of ['resize', 'scroll']) view.addEventListener(moved, follow);
    // The visual viewport may have moved before the button was there.
    document.addEventListener('DOMContentLoaded', follow);
  }
})();
