// How likely each card is meant by a question: the same sums, with the same weights, as
// content/weights.py does on the server. What changes here must change there.
'use strict';

const ranking = (() => {
  const MOST_WORDS = 40;
  const RUNS = [3, 4];
  const NEWLINE = 10;
  const LINK = /\b(?:https?:\/\/|www\.)\S+|\b[\w.-]+\.[a-z]{2,}\/\S*/gi;

  const words = (text) => text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f'’ʼ]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);

  const count = (text, what) => (text.match(what) || []).length;

  /** Whether a text is only links, digits and codes. */
  const asksNothing = (text) => text.replace(LINK, ' ').split(/\s+/)
    .every((part) => count(part, /\p{L}/gu) <= count(part, /\p{N}/gu));

  function* pieces(used) {
    for (let at = 1; at < used.length; at += 1) yield `${used[at - 1]} ${used[at]}`;
    for (const word of used) {
      yield `=${word}`;
      const framed = [...` ${word} `];
      for (const run of RUNS) {
        for (let at = 0; at + run <= framed.length; at += 1) yield framed.slice(at, at + run).join('');
      }
    }
  }

  function crc32(text) {
    let crc = -1;
    for (const byte of new TextEncoder().encode(text)) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  /** From the file of weights (an ArrayBuffer: a line of JSON, then rarity, then levels) a function
      that gives, for a text, [card, chance] of each card, the likeliest first; none where it asks
      for no card.
      @param {ArrayBuffer} packed */
  function opened(packed) {
    const bytes = new Uint8Array(packed);
    const start = bytes.indexOf(NEWLINE) + 1;
    const about = JSON.parse(new TextDecoder().decode(bytes.subarray(0, start)));
    const { cards, scale, bias } = about;
    const buckets = (bytes.length - start) / (cards.length + 1);
    const rarity = bytes.subarray(start, start + buckets);
    const levels = new Int8Array(packed, start + buckets);

    function chances(text) {
      const sums = new Array(cards.length).fill(0);
      let length = 0;
      const used = words(text).slice(0, MOST_WORDS);
      for (const bucket of new Set([...pieces(used)].map((piece) => crc32(piece) % buckets))) {
        if (rarity[bucket]) {
          length += rarity[bucket] ** 2;
          for (let at = 0; at < sums.length; at += 1) sums[at] += levels[bucket * sums.length + at];
        }
      }
      const much = scale / (Math.sqrt(length) || 1);
      const scores = sums.map((sum, at) => sum * much + bias[at]);
      const highest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - highest));
      const whole = powers.reduce((sum, power) => sum + power, 0);
      return powers.map((power, at) => [cards[at], power / whole]);
    }

    return (text) => {
      if (asksNothing(text)) return [];
      const found = chances(text).sort((one, two) => two[1] - one[1]);
      return found[0][0] === 'smalltalk' ? [] : found.filter(([card]) => card !== 'smalltalk');
    };
  }

  return Object.freeze({ opened });
})();
