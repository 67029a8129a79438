// Finds cards as someone types, on this phone alone: nothing that is typed is sent anywhere.
'use strict';
(() => {
  const field = document.getElementById('q');
  const shown = document.querySelector('[data-found]');
  const [nothing, list] = shown.querySelectorAll('p, ol');
  const answered = document.querySelector('[data-answered]');
  const MOST = 6;
  const LEAST = 0.02; // chance of a card that is worth a line

  const rows = new Map([...document.querySelectorAll('#all li')].map((row) => [row.dataset.card, row]));

  function show(chances) {
    const found = chances(field.value).slice(0, MOST)
      .filter(([card, chance], at) => rows.has(card) && (at === 0 || chance >= LEAST));
    if (answered) answered.hidden = true;
    shown.hidden = !field.value.trim();
    nothing.hidden = found.length > 0;
    list.replaceChildren(...found.map(([card]) => rows.get(card).cloneNode(true)));
  }

  // Without the weights the form asks the server, as it does without this script. They are the
  // largest file here: on a slow connection the page comes first.
  function fetchWeights() {
    fetch(field.form.dataset.weights).then((answer) => answer.arrayBuffer()).then((packed) => {
      const chances = ranking.opened(packed);
      document.querySelector('[data-private]').dataset.private = 'sure';
      field.form.addEventListener('submit', (event) => {
        event.preventDefault();
        const first = list.querySelector('a');
        if (first && !shown.hidden) first.focus();
      });
      field.addEventListener('input', () => show(chances));
      if (field.value && !answered) show(chances);
    }, () => {});
  }

  if (document.readyState === 'complete') fetchWeights();
  else addEventListener('load', () => setTimeout(fetchWeights));
})();
