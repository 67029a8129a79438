// The last three lengths used come first. They stay on this phone and go with "Delete everything".
'use strict';
(() => {
  const KEPT = 'lengths', MOST = 3, SHOWN = 4;
  const chips = document.querySelector('[data-lengths]');
  if (!chips) return;
  const form = chips.closest('form');

  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT) || '[]');
      return kept.filter((each) => Number.isInteger(each) && each > 0).slice(0, MOST);
    } catch { return []; }
  };

  const named = (minutes) => {
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    return [hours && `${hours} h`, rest && `${rest} min`].filter(Boolean).join(' ');
  };

  function pair(minutes) {
    const known = document.getElementById(`m${minutes}`);
    if (known) return [known, known.nextElementSibling];
    const input = document.createElement('input');
    Object.assign(input, { type: 'radio', name: 'minutes_chosen', id: `m${minutes}`, value: minutes });
    const label = document.createElement('label');
    label.htmlFor = input.id;
    label.textContent = named(minutes);
    return [input, label];
  }

  const used = read();
  used.slice().reverse().forEach((minutes) => chips.prepend(...pair(minutes)));
  if (used.length && !('typed' in form.dataset)) document.getElementById(`m${used[0]}`).checked = true;
  const lengths = [...chips.querySelectorAll('input[type=radio]')].filter((each) => Number(each.value));
  for (const each of lengths.slice(SHOWN)) {
    if (!each.checked) { each.nextElementSibling.remove(); each.remove(); }
  }

  form.addEventListener('submit', (event) => {
    if (event.submitter && event.submitter.value !== 'start') return;
    const typed = new FormData(form);
    const minutes = Number(typed.get('minutes_chosen'))
      || 60 * Number(typed.get('hours')) + Number(typed.get('minutes'));
    if (typed.get('minutes_chosen') === 'until' || !Number.isInteger(minutes) || minutes < 1) return;
    const kept = [minutes, ...read().filter((each) => each !== minutes)].slice(0, MOST);
    try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* it starts all the same */ }
  });

  // The phone's own time zone goes along, so that we ask where it differs from the one we know.
  // Where that is a guess, the phone's is taken, if it is one of those offered.
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone || '';
  form.elements.phone_zone.value = own;
  const zone = form.querySelector('[data-guess=yes]');
  if (zone) {
    if ([...zone.options].some((each) => each.value === own)) zone.value = own;
  }
})();
