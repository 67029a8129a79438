// Sharing a location once: asked for on a press, shown before it is sent, as exact as is wished.
'use strict';
(() => {
  const box = document.querySelector('[data-place]');
  if (!box || !navigator.geolocation) return;
  const form = box.querySelector('[data-found]');
  const said = box.querySelector('[data-said]');
  const ask = box.querySelector('[data-ask]');
  // Metres, and digits to round degrees to: a degree of latitude is about 111 km. Rounded on the
  // phone, so that a more exact location never leaves it.
  const DIGITS = [[100, 4], [1000, 3], [10000, 2], [Infinity, 1]];
  const WAIT = { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 };
  let found = null;

  document.getElementById('place').hidden = false;
  box.hidden = false;

  function show() {
    const wished = Number(new FormData(form).get('exact'));
    const within = Math.max(1, Math.ceil(found.accuracy), wished);
    const digits = DIGITS.find(([most]) => within < most)[1];
    const values = {
      latitude: found.latitude.toFixed(digits), longitude: found.longitude.toFixed(digits), within,
    };
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    const radius = within < 1000 ? `${within} m` : `${Number((within / 1000).toPrecision(2))} km`;
    said.textContent = box.dataset.near
      .replace('{place}', `${values.latitude}, ${values.longitude}`).replace('{radius}', radius);
  }

  function drop(words) {
    found = null;
    form.reset();
    for (const name of ['latitude', 'longitude', 'within']) form.elements[name].value = '';
    form.hidden = true;
    ask.hidden = false;
    said.textContent = words;
  }

  ask.addEventListener('click', () => {
    said.textContent = box.dataset.looking;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      found = coords;
      show();
      ask.hidden = true;
      form.hidden = false;
    }, (error) => drop(error.code === 1 ? box.dataset.denied : box.dataset.lost), WAIT);
  });
  form.addEventListener('change', show);
  box.querySelector('[data-drop]').addEventListener('click', () => { drop(''); ask.focus(); });
})();
