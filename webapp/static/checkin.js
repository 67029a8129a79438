// The umbrella that closes as time passes, and SOS by holding.
'use strict';
(() => {
  const HOLD = 1500;
  let skew = 0;

  function tick() {
    const ring = document.querySelector('[data-due]');
    if (!ring) return;
    const left = Date.parse(ring.dataset.due) - (Date.now() - skew);
    const whole = Date.parse(ring.dataset.due) - Date.parse(ring.dataset.start);
    if (left <= 0) { dispatchEvent(new Event('look')); return; }
    const minutes = Math.ceil(left / 60000);
    const seconds = Math.ceil(left / 1000);
    const two = (n) => String(n).padStart(2, '0');
    ring.querySelector('.left').textContent = left < 600000
      ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
      : minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
    ring.querySelector('.unit').textContent = minutes < 60 ? ring.dataset.minutes : ring.dataset.hours;
    const up = Math.min(8, Math.ceil(left * 8 / whole));
    ring.querySelectorAll('path').forEach((panel, at) => panel.classList.toggle('up', at < up));
  }

  function setSkew() {
    const ring = document.querySelector('[data-now]');
    if (ring) skew = Date.now() - Date.parse(ring.dataset.now);
    tick();
  }

  // A short press opens the confirmation as it does without a script; holding needs none.
  let timer = 0;
  function hold(event) {
    const summary = event.target.closest && event.target.closest('.sos summary');
    if (!summary || timer || (event.type === 'keydown' && ![' ', 'Enter'].includes(event.key))) return;
    summary.classList.add('holding');
    timer = setTimeout(() => {
      summary.parentElement.querySelector('button[value=sos]').click();
    }, HOLD);
  }
  function letGo() {
    clearTimeout(timer);
    timer = 0;
    const held = document.querySelector('.holding');
    if (held) held.classList.remove('holding');
  }

  document.addEventListener('pointerdown', hold);
  document.addEventListener('keydown', hold);
  for (const end of ['pointerup', 'pointercancel', 'keyup', 'blur']) addEventListener(end, letGo);
  document.addEventListener('contextmenu', (event) => {
    if (event.target.closest('.sos summary')) event.preventDefault();
  });
  document.addEventListener('live', setSkew);
  setSkew();
  setInterval(tick, 1000);
})();
