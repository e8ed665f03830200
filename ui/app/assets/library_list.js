// ticks are set in the browser, so that fast clicks are never lost; and whoever uses the keyboard goes on where they were
// (yinju.acted: a click asked for what is shown next; yinju.last: the id of what was clicked)
let chosen = new Set();

const ticks = () => [...element.querySelectorAll('[data-tick]:not([data-tick="all"])')];
const on = (tick) => tick.getAttribute('aria-checked') === 'true';
const set = (tick, value) => tick.setAttribute('aria-checked', String(value));

function choose() {
  chosen = new Set(ticks().filter(on).map((tick) => tick.dataset.tick));
  const bar = element.querySelector('.yj-lib-chosen');
  const all = element.querySelector('[data-tick="all"]');
  if (!bar || !all) return;
  bar.hidden = !chosen.size;
  bar.querySelector('span').textContent = bar.dataset.text.replace('{count}', chosen.size);
  bar.querySelector('button').dataset.ids = [...chosen].join(' ');
  set(all, chosen.size === ticks().length);
}

element.addEventListener('click', (event) => {
  const tick = event.target.closest('[data-tick]');
  if (tick) {
    yinju.last = tick.id;
    const value = !on(tick);
    for (const other of tick.dataset.tick === 'all' ? [tick, ...ticks()] : [tick]) set(other, value);
    choose();
    return;
  }
  const place = event.target.closest('[data-on]');
  if (!place || place.disabled) return;
  yinju.acted = true;
  setTimeout(() => { yinju.acted = false; }, 5000); // where nothing new comes of it
  yinju.last = place.id;
  const reading = element.querySelector('.yj-lib-reading');
  yinju.look = place.dataset.look ?? (reading ? reading.dataset.back : '');
  trigger(place.dataset.on, { ...place.dataset });
});

// what was unfolded stays so while its figures change
let unfolded = false;
element.addEventListener('toggle', (event) => {
  if (event.target.matches('.yj-lib-state')) unfolded = event.target.open;
}, true);

watch('value', () => {
  if (unfolded) element.querySelector('.yj-lib-state')?.setAttribute('open', '');
  for (const tick of ticks()) set(tick, chosen.has(tick.dataset.tick));
  choose();
  const own = yinju.acted;
  if (!own && document.activeElement !== document.body) return; // the list changed by itself, and the keyboard is elsewhere
  const target = (own && element.querySelector('[data-focus]')) || (yinju.last && element.querySelector(`#${CSS.escape(yinju.last)}`));
  if (!target) return; // another part of the view shows what was asked for
  yinju.acted = false;
  target.focus({ preventScroll: true });
  const box = target.getBoundingClientRect();
  if (own && (box.top < 0 || box.top > innerHeight * 0.8)) target.scrollIntoView({ block: target.tabIndex < 0 ? 'start' : 'center' });
});
