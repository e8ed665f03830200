// a title is typed where it stands: Enter or leaving it keeps it, Escape does not
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-rename]');
  if (!button || element.querySelector('.yj-talk-name')) return;
  const open = button.closest('.yj-talk').querySelector('.yj-talk-open');
  const before = open.querySelector('.yj-talk-title').textContent;
  const field = document.createElement('input');
  Object.assign(field, { className: 'yj-talk-name', value: before, maxLength: 200, dir: 'auto' });
  field.setAttribute('aria-label', button.dataset.label);
  let done = false;
  const leave = (keep) => {
    if (done) return;
    done = true;
    const title = field.value.trim();
    field.replaceWith(open);
    if (!keep || title === before) return button.focus();
    open.querySelector('.yj-talk-title').textContent = title || '…';
    open.focus();
    trigger('edit', { talk: button.dataset.rename, title });
  };
  field.addEventListener('keydown', (key) => {
    if (key.isComposing) return; // Enter ends a Chinese word here, and not the title
    if (key.key === 'Enter' || key.key === 'Escape') {
      key.preventDefault();
      leave(key.key === 'Enter');
    }
  });
  field.addEventListener('blur', () => leave(true));
  open.replaceWith(field);
  field.focus();
  field.select();
  field.scrollLeft = 0;
});
