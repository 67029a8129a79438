// The start pages of disguises: keep notes, ring, show the moon. Their title leads to the cards.
'use strict';
(() => {
  const { cover, name } = document.body.dataset;
  const $ = (selector) => document.querySelector(selector);
  const language = document.documentElement.lang;
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch (full) { /* kept nowhere */ } };

  // An installed app may have a storage of its own, which does not know the cover yet.
  if (matchMedia('(display-mode: standalone)').matches) {
    store('cover', JSON.stringify({ id: cover, name, icon: $('link[rel=icon]').href }));
  }
  // Whoever presses the title knows the way in: the page it leads to opens without the cover.
  $('h1 a').addEventListener('click', () => store('away', String(Date.now())));

  function notes() {
    const page = $('textarea');
    try { page.value = localStorage.getItem('notes') || ''; } catch (none) { /* begin empty */ }
    page.addEventListener('input', () => store('notes', page.value));
  }

  function timer() {
    const [face, over, go] = [$('.face span'), $('.over'), $('.go')];
    const start = go.textContent;
    let minutes = 5;
    let end = 0;
    let ringing = 0;
    let sound = null;

    function show() {
      const left = end ? Math.max(0, Math.ceil((end - Date.now()) / 1000)) : minutes * 60;
      face.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
      if (end && !left) ring();
    }
    function ring() {
      over.hidden = false;
      if (ringing > 10) return stop();
      ringing += 1;
      if (navigator.vibrate) navigator.vibrate(300);
      const [tone, loud] = [sound.createOscillator(), sound.createGain()];
      tone.frequency.value = 880;
      loud.gain.value = 0.2;
      tone.connect(loud).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.3);
      return undefined;
    }
    function stop() {
      end = 0;
      ringing = 0;
      go.textContent = start;
      show();
    }
    go.addEventListener('click', () => {
      over.hidden = true;
      if (end) return stop();
      sound = sound || new (window.AudioContext || window.webkitAudioContext)();
      end = Date.now() + minutes * 60000;
      go.textContent = go.dataset.stop;
      return show();
    });
    for (const step of document.querySelectorAll('[data-step]')) {
      step.addEventListener('click', () => {
        const more = Number(step.dataset.step);
        if (end) end = Math.max(Date.now() + 1000, end + more * 60000);
        else minutes = Math.min(180, Math.max(1, minutes + more));
        show();
      });
    }
    setInterval(show, 1000);
    show();
  }

  function sky() {
    // Mean phase from the new moon of 6 January 2000, 18:14 UTC: right to within a day.
    const [DAY, MONTH, NEW] = [86400000, 29.530588853, Date.UTC(2000, 0, 6, 18, 14)];
    const now = Date.now();
    const age = ((now - NEW) / DAY % MONTH + MONTH) % MONTH;
    const phase = age / MONTH;
    const dated = (at, how) => new Date(at).toLocaleDateString(language, how);
    $('.day').textContent = dated(now, { weekday: 'long', day: 'numeric', month: 'long' });
    $('.phases').children[Math.round(phase * 8) % 8].hidden = false;
    const toFull = (MONTH * 1.5 - age) % MONTH;
    $('time').textContent = dated(now + toFull * DAY, { day: 'numeric', month: 'long' });
    // The lit half, and the shadow's edge: an ellipse that swells and shrinks with the phase.
    const wide = 46 * Math.cos(2 * Math.PI * phase);
    const [waxing, bulges] = [phase < 0.5, phase > 0.25 && phase < 0.75];
    const edge = Number(waxing === bulges);
    $('.moon path').setAttribute('d', `M0-46A46 46 0 0 ${Number(waxing)} 0 46A${
      Math.abs(wide)} 46 0 0 ${edge} 0-46Z`);
  }

  ({ notes, timer, sky })[cover]();
})();
