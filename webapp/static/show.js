// Show to an officer: one sentence as large as the screen allows, the screen kept lit, read aloud.
'use strict';
(() => {
  const root = document.documentElement;
  const speech = window.speechSynthesis;
  let shown, opener, light;

  /** Find the largest letters with which the whole sentence is on the screen, by bisection. */
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

  /** Read aloud by a voice on this phone: others send what they are to say over the network. */
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

  // All sentences looked at share one entry of the history, so that Back closes them at once.
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
