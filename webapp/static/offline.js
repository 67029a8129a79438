// The page without a connection: what was not sent, and a text that does the same as the form,
// written as one types.
'use strict';
(() => {
  const box = document.querySelector('[data-situation]');
  const form = document.querySelector('form[data-start]');
  const worker = navigator.serviceWorker;
  const AGAIN = 15000;

  /** The text that starts the timer, for the grammar of texts. A word stands before the note, so that
      none of the note is taken for more of the time. */
  function timerText() {
    const chosen = form.elements.chosen.value;
    const number = (name) => Number(form.elements[name].value.trim() || 0);
    const minutes = chosen === 'other' ? number('hours') * 60 + number('minutes') : Number(chosen);
    if (!(Number.isInteger(minutes) && minutes > 0)) return '';
    const note = form.elements.note.value.trim();
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const length = (hours ? `${hours}H` : '') + (rest ? `${rest}M` : '');
    return `${form.dataset.start} ${length}` + (note ? ` ${form.dataset.note} ${note}` : '');
  }

  const link = (text) => `sms:${form.dataset.number}?&body=${encodeURIComponent(text)}`;

  function write() {
    const text = timerText();
    for (const button of document.querySelectorAll('[data-link]')) {
      button.querySelector('.typed').textContent = text;
      if (text) button.href = link(text);
      else button.removeAttribute('href');
    }
  }

  /** Show a moment, in `words` where the page of the timer had it in words, in its zone. */
  function clock(section, name, moment, words) {
    for (const time of section.querySelectorAll(`[data-${name}]`)) {
      time.dateTime = new Date(moment).toISOString();
      time.textContent = words || new Date(moment).toLocaleTimeString(
        document.documentElement.lang, { hour: 'numeric', minute: '2-digit' });
    }
  }

  /** Show the one section that says what became of a press; none when there is none. */
  function show(what) {
    const as = what && (what.act === 'cancel' ? 'ok' : what.act);
    const wanted = !what ? null : !what.at ? `[data-not="${as}"]`
      : !what.answered ? `[data-kept="${as}"]` : what.done ? `[data-sent="${as}"]` : '[data-refused]';
    for (const each of box.children) each.hidden = !(wanted && each.matches(wanted));
    document.querySelector('[data-lead]').hidden = Boolean(wanted);
    form.hidden = Boolean(wanted) && as !== 'start';
    const section = wanted && box.querySelector(wanted);
    if (!section || !what.at) return;
    clock(section, 'at', what.at);
    if (what.answered) clock(section, 'answered', what.answered);
    const tells = Date.parse(what.tells || '');
    const early = tells > Date.now();
    for (const each of section.querySelectorAll('[data-before]')) each.hidden = !early;
    for (const each of section.querySelectorAll('[data-after]')) each.hidden = early;
    if (early) clock(section, 'tells', tells, what.tellsWords);
  }

  function takeOver(what) {
    if (what.chosen) {
      form.elements.chosen.value = what.chosen;
      form.elements.hours.value = what.hours || '';
      form.elements.minutes.value = what.minutes || '';
    }
    if (what.act === 'start') form.elements.note.value = what.note || '';
    if (what.act === 'sos' && what.note) {
      for (const each of box.querySelectorAll('[data-text=sos]')) {
        each.href += encodeURIComponent(` ${what.note}`);
      }
    }
  }

  document.querySelector('[data-row=start]').hidden = true;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', write);

  let situation = JSON.parse(box.dataset.situation || 'null');
  const typed = situation && !situation.at;
  if (situation) takeOver(situation);
  write();
  show(situation);
  if (!worker || typed) return;

  const ask = (wish) => worker.ready.then((ready) => ready.active.postMessage({ unsent: wish }));
  worker.addEventListener('message', ({ data }) => {
    // What became of a press is told once, and kept nowhere.
    if (!('unsent' in data) || (!data.unsent && situation && situation.answered)) return;
    situation = data.unsent;
    show(situation);
    document.dispatchEvent(new Event('live'));
  });
  box.addEventListener('click', (event) => {
    if (event.target.closest('[data-forget]')) ask('forget');
  });
  ask('look');
  addEventListener('online', () => ask('look'));
  setInterval(() => { if (situation && !situation.answered) ask('look'); }, AGAIN);
})();
