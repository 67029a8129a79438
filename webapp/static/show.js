// Show to an officer: one sentence as large as the screen allows, kept lit, and read aloud.
'use strict';
(() => {
  const root = document.documentElement;
  const speech = window.speechSynthesis;
  let shown, opener, light;

  /** The largest letters with which all of it is on the screen. */
  function fit() {
    if (!shown) return;
    const english = shown.querySelector('.english');
    let size = 20, beyond = innerHeight / 2;
    while (beyond - size > 1) {
      const middle = (size + beyond) / 2;
      root.style.setProperty('--letters', `${middle}px`);
      const fits = shown.scrollHeight <= shown.clientHeight && english.scrollWidth <= english.clientWidth;
      if (fits) size = middle; else beyond = middle;
    }
    root.style.setProperty('--letters', `${size}px`);
  }

  function keepLit(on) {
    const before = light;
    light = on && navigator.wakeLock && navigator.wakeLock.request('screen').catch(() => {});
    if (before) before.then((held) => held && held.release());
  }

  function look() {
    const before = shown;
    shown = document.querySelector('.sentence:target');
    root.classList.toggle('showing', Boolean(shown));
    if (before) before.setAttribute('role', 'group');
    if (before && speech) speech.cancel();
    if (shown) {
      shown.setAttribute('role', 'dialog');
      shown.setAttribute('aria-label', shown.querySelector('.words').textContent);
      shown.tabIndex = -1;
      shown.focus();
      fit();
    } else if (opener) opener.focus();
    keepLit(shown);
  }

  /** By a voice that lives on this phone: the others send what they are to say to somebody. */
  function speak(button) {
    const row = button.closest('.sentence');
    const voice = speech.getVoices().find((each) => each.localService && /^en/i.test(each.lang));
    speech.cancel();
    if (voice) {
      const said = new SpeechSynthesisUtterance(row.querySelector('.english').textContent);
      said.voice = voice;
      said.lang = voice.lang;
      said.rate = 0.9;
      speech.speak(said);
      return;
    }
    const note = document.createElement('span');
    note.setAttribute('role', 'alert');
    note.textContent = row.parentElement.dataset.voiceless;
    button.replaceWith(note);
    if (shown) shown.focus();
    fit();
  }

  if (speech) {
    speech.getVoices(); // some phones look for them only once they are asked
    for (const button of document.querySelectorAll('.speak')) {
      button.hidden = false;
      button.addEventListener('click', () => speak(button));
    }
  }

  // However many were looked at, Back closes them.
  addEventListener('click', (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && shown) {
      event.preventDefault();
      location.replace(link.hash);
    } else if (link) opener = link;
  });
  addEventListener('keydown', (event) => {
    if (shown && event.key === 'Escape') shown.querySelector('.shut').click();
  });
  addEventListener('hashchange', look);
  addEventListener('resize', fit);
  addEventListener('load', look); // not before: until then no part of the page is its target
  document.addEventListener('visibilitychange', () => keepLit(shown && !document.hidden));
})();
