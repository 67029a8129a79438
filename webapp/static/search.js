// Finds cards as someone types, on this phone alone: nothing that is typed is sent anywhere.
'use strict';
(() => {
  const field = document.getElementById('q');
  const shown = document.querySelector('[data-found]');
  const [nothing, list] = shown.querySelectorAll('p, ol');
  const answered = document.querySelector('[data-answered]');
  const MOST = 6;

  const words = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '').toLowerCase()
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const cards = [...document.querySelectorAll('#all li')].map((row) => {
    const counts = new Map();
    const [named, often, once] = row.dataset.words.split(';').map((stems) => stems.split(' '));
    for (const [stems, much] of [[once, 1], [often, 2], [named, 3]]) {
      for (const stem of stems) counts.set(stem, much);
    }
    return { row, counts };
  });
  const having = new Map();
  for (const card of cards) {
    for (const word of card.counts.keys()) having.set(word, (having.get(word) || 0) + 1);
  }

  /** The stems that a typed word may mean: itself or a beginning of it; else those that begin with
      it; else those a slip or two away. */
  function meant(word) {
    if (having.has(word)) return [word];
    for (let end = word.length - 1; end >= Math.max(3, word.length - 5); end -= 1) {
      const stem = word.slice(0, end);
      if (having.has(stem)) return [stem];
      if (having.has(`${stem}i`)) return [`${stem}i`];
    }
    if (word.length < 4) return [];
    const known = [...having.keys()].filter((stem) => stem.length > 2);
    const begun = known.filter((stem) => stem.startsWith(word));
    if (begun.length) return begun;
    return known.filter((stem) => {
      const most = Math.min(stem.length, word.length) < 8 ? 1 : 2;
      return slips(word.slice(0, Math.max(4, stem.length)), stem, most) <= most;
    });
  }

  /** Edit distance: letters put in, left out, changed or swapped. Where it is certain to be above
      `most`, any number above that. */
  function slips(one, two, most) {
    if (Math.abs(one.length - two.length) > most) return most + 1;
    let before = [], last = [...Array(two.length + 1).keys()];
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= two.length; j += 1) {
        const same = one[i - 1] === two[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        const swapped = i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1];
        if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      before = last;
      last = row;
    }
    return last[two.length];
  }

  function score(card, asked) {
    let sum = 0;
    for (const near of asked) {
      const best = Math.max(...near.map((word) => {
        const count = card.counts.get(word) || 0;
        return count * Math.log(1 + cards.length / having.get(word)) / (count + 1.2);
      }), 0);
      sum += best;
    }
    return sum;
  }

  function show() {
    const asked = words(field.value).map(meant).filter((near) => near.length);
    const found = cards.map((card) => ({ card, much: score(card, asked) }))
      .filter((each) => each.much > 0)
      .sort((a, b) => b.much - a.much).slice(0, MOST);
    if (answered) answered.hidden = true;
    shown.hidden = !field.value.trim();
    nothing.hidden = found.length > 0;
    list.replaceChildren(...found.map(({ card }) => {
      const row = card.row.cloneNode(true);
      row.removeAttribute('data-words');
      return row;
    }));
  }

  document.querySelector('[data-private]').dataset.private = 'sure';
  field.form.addEventListener('submit', (event) => {
    event.preventDefault();
    const first = list.querySelector('a');
    if (first && !shown.hidden) first.focus();
  });
  field.addEventListener('input', show);
  if (field.value && !answered) show();
})();
