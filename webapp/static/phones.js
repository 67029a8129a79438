// Several phones on one page: a text typed on one of them leaves the others as they are.
'use strict';
(() => {
  document.addEventListener('submit', async (event) => {
    /** @type {any} */
    const [form, pressed] = [event.target, event.submitter];
    if (!form.matches('.phones .compose, .phones .press')) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = '1';
    const body = new FormData(form);
    if (pressed && pressed.name) body.append(pressed.name, pressed.value);
    try {
      const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
      if (answer.type !== 'opaqueredirect') return form.submit();
      form.reset();
      dispatchEvent(new Event('look'));
    } catch { form.submit(); } finally { delete form.dataset.busy; }
  });
})();
