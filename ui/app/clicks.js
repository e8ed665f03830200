element.addEventListener('click', (event) => {
  const place = event.target.closest('[data-article]');
  const example = event.target.closest('[data-ask]');
  if (place) {
    const { article, start, end, sha256 } = place.dataset;
    trigger('select', { article, start: Number(start), end: Number(end), sha256 });
  } else if (example) {
    trigger('option_select', { ask: example.dataset.ask });
  } else if (event.target.closest('[data-back]')) {
    trigger('undo', {});
  }
});
