// The umbrella that closes as time passes, and SOS by holding.
'use strict';
(() => {
  const HOLD = 1500, SHORT = 300;
  const root = document.documentElement;
  root.classList.add('scripted');
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
    const number = ring.querySelector('.left');
    number.textContent = left < 600000
      ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
      : minutes < 60 ? minutes : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
    number.classList.toggle('long', number.textContent.length > 4);
    ring.querySelector('.unit').textContent = minutes < 60 ? ring.dataset.minutes : ring.dataset.hours;
    const up = Math.min(8, Math.ceil(left * 8 / whole));
    ring.querySelectorAll('path').forEach((panel, at) => panel.classList.toggle('up', at < up));
  }

  function setSkew() {
    const ring = document.querySelector('[data-now]');
    if (ring) skew = Date.now() - Date.parse(ring.dataset.now);
    tick();
  }

  // When a part of the page is renewed, the focus in it is lost: whoever works the page by keys or
  // by a switch is put back on the same button.
  let focused = '';
  document.addEventListener('focusin', (event) => { focused = event.target.value || ''; });
  function refocus() {
    if (document.activeElement !== document.body || !focused) return;
    const same = [...document.querySelectorAll('#keys button')].find((each) => each.value === focused);
    if (same) same.focus({ preventScroll: true });
  }

  // A short press on SOS opens a confirmation, as do keys, switches and screen readers; holding it
  // needs none. Sliding away counts as letting go.
  const buzz = (pattern) => { if (navigator.vibrate) navigator.vibrate(pattern); };
  const say = (summary, words) => {
    const line = summary.closest('form').querySelector('.let-go');
    if (line) line.textContent = words;
  };
  let held = null;
  function hold(event) {
    const summary = event.target.closest && event.target.closest('.sos summary');
    if (!summary || held || event.button > 0) return;
    const button = summary.parentElement.querySelector('button[value=sos]');
    say(summary, '');
    summary.classList.add('holding');
    buzz(30);
    held = { summary, button, since: event.timeStamp, fired: false };
    held.timer = setTimeout(() => {
      held.fired = true;
      buzz([200, 80, 200]);
      say(summary, button.dataset.going);
      button.click();
    }, HOLD);
  }
  function letGo(event) {
    if (!held) return;
    const { summary, button, timer, since, fired } = held;
    clearTimeout(timer);
    summary.classList.remove('holding');
    held = null;
    // Only whoever meant to hold is told that it was too short.
    if (!fired && event.timeStamp - since > SHORT) say(summary, button.dataset.letGo);
  }
  function slide(event) {
    if (!held || held.fired) return;
    const box = held.summary.getBoundingClientRect();
    const away = 24;
    if (event.clientX < box.left - away || event.clientX > box.right + away
      || event.clientY < box.top - away || event.clientY > box.bottom + away) letGo(event);
  }

  document.addEventListener('pointerdown', hold);
  document.addEventListener('pointermove', slide);
  for (const end of ['pointerup', 'pointercancel', 'blur']) addEventListener(end, letGo);
  document.addEventListener('contextmenu', (event) => {
    if (event.target.closest('.sos summary')) event.preventDefault();
  });
  document.addEventListener('live', () => { setSkew(); refocus(); });
  setSkew();
  setInterval(tick, 1000);
  // Once contacts are told, what they answer should not wait.
  setInterval(() => {
    if (document.querySelector('#run:not(.armed)')) dispatchEvent(new Event('look'));
  }, 5000);
})();
