// Quick exit. Runs in the head, before the page is painted, so that Back finds the cover.
'use strict';
(() => {
  const root = document.documentElement;
  const FLAG = 'left', WITHIN = 1500;

  const hide = () => root.classList.add('left');
  const gone = () => sessionStorage.getItem(FLAG);
  const leave = () => {
    hide();
    const to = root.dataset.exit;
    try { sessionStorage.setItem(FLAG, '1'); } finally { location.replace(to); }
  };
  const cameBack = () => {
    const entry = performance.getEntriesByType('navigation')[0];
    return entry && entry.type === 'back_forward';
  };

  // Only Back and Forward meet the cover: whoever types the address wants the page.
  if (gone() && cameBack()) leave();
  else sessionStorage.removeItem(FLAG);
  addEventListener('pageshow', (event) => { if (event.persisted && gone()) leave(); });

  // Who chose a cover in Settings: cover.js says what may be seen before any of it is.
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
    const button = event.target.closest && event.target.closest('.exit');
    if (!button) return;
    event.preventDefault();
    leave();
  });

  let presses = [];
  addEventListener('keydown', (event) => {
    if (event.repeat) return;
    if (event.key !== 'Shift' && event.key !== 'Escape') { presses = []; return; }
    presses = [...presses.filter((press) => press.key === event.key
      && event.timeStamp - press.at < WITHIN), { key: event.key, at: event.timeStamp }];
    if (presses.length === 3) leave();
  });
})();
