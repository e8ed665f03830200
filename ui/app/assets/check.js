// The checked text in the browser: which sentence is picked, which are shown, keys, and files in and out.
const view = document.getElementById('yj-view-check') || element.parentElement;
const within = (selector) => view.querySelector(selector);
let picked = null;
let only = '';
let text = '';

const sentences = () => [...element.querySelectorAll('.yj-sentence')];
const beside = (what) => { within('#yj-check-beside').dataset.shows = what; };

// show why a sentence is judged as it is
function pick(sentence, follow = true) {
  picked = sentence ? sentence.dataset.number : null;
  for (const other of sentences()) {
    other.classList.toggle('yj-picked', other === sentence);
    if (other.hasAttribute('aria-expanded')) other.setAttribute('aria-expanded', String(other === sentence));
  }
  for (const section of view.querySelectorAll('.yj-reasons')) section.hidden = section.id !== `yj-reasons-${picked}`;
  beside(sentence && within(`#yj-reasons-${picked}`) ? 'reasons' : '');
  if (!sentence || !follow) return;
  sentence.focus({ preventScroll: true });
  sentence.scrollIntoView({ block: 'nearest' });
}

// show only the sentences of some outcomes
function filter(outcomes) {
  only = outcomes;
  for (const button of element.querySelectorAll('.yj-filter')) {
    button.setAttribute('aria-pressed', String(button.dataset.only === only));
  }
  element.querySelector('.yj-checked')?.toggleAttribute('data-filtered', only !== '');
  for (const sentence of sentences()) sentence.hidden = only !== '' && !only.split(' ').includes(sentence.dataset.outcome);
}

// go to the next problem, or to the previous one; after the last comes the first
function step(by) {
  const shown = sentences().filter((sentence) => !sentence.hidden);
  const problems = shown.filter((sentence) => sentence.dataset.problem);
  if (!problems.length) return;
  const from = shown.findIndex((sentence) => sentence.dataset.number === picked);
  const after = problems.filter((problem) => (by > 0 ? shown.indexOf(problem) > from : shown.indexOf(problem) < from));
  pick(by > 0 ? after[0] || problems[0] : after[after.length - 1] || problems[problems.length - 1]);
}

function save(kind) {
  const file = JSON.parse(within('#yj-check-files textarea').value)[kind];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file.content], { type: file.type }));
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// a file is read here, so that one that is far too large never leaves the browser
async function hand(files) {
  if (!files.length) return;
  const { name, size } = files[0];
  const given = { name, size, count: files.length };
  if (files.length === 1 && size <= 4000000) {
    try {
      const bytes = new Uint8Array(await files[0].arrayBuffer());
      let binary = '';
      for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
      given.content = btoa(binary);
    } catch { /* a folder, or a file that is no longer there: the server says so */ }
  }
  if (within('.yj-progress')) {
    within('#yj-check-stop').click();
    for (let wait = 0; wait < 50 && within('.yj-progress'); wait += 1) await new Promise((done) => setTimeout(done, 100));
  }
  trigger('submit', given);
}

const chooser = document.createElement('input');
chooser.type = 'file';
chooser.accept = '.md,.txt,.json,.markdown,text/*';
chooser.addEventListener('change', async () => { await hand([...chooser.files]); chooser.value = ''; });

view.addEventListener('click', (event) => {
  const at = (selector) => event.target.closest(selector);
  if (at('#yj-check-file')) chooser.click();
  else if (at('.yj-filter')) filter(at('.yj-filter').dataset.only);
  else if (at('.yj-step')) step(Number(at('.yj-step').dataset.step));
  else if (at('.yj-save')) save(at('.yj-save').dataset.save);
  else if (at('.yj-shut')) close();
  else if (at('#yj-check-source [data-on=undo]')) back();
  else if (at('.yj-sentence') && !at('button') && getSelection().isCollapsed) pick(at('.yj-sentence'));
});

function back() {
  beside(within(`#yj-reasons-${picked}`) ? 'reasons' : '');
  const sentence = sentences().find((other) => other.dataset.number === picked);
  if (sentence) { sentence.scrollIntoView({ block: 'nearest' }); sentence.focus({ preventScroll: true }); }
}

function close() {
  const sentence = sentences().find((other) => other.dataset.number === picked);
  pick(null);
  if (sentence) sentence.focus({ preventScroll: true });
}

document.addEventListener('keydown', (event) => {
  if (document.body.dataset.view !== 'check' || event.altKey) return;
  const writes = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (!within('.yj-progress')) within('#yj-check-go').click();
  } else if (writes || event.ctrlKey || event.metaKey) {
    // what is typed is text
  } else if (event.key === 'n' || event.key === 'p') step(event.key === 'n' ? 1 : -1);
  else if (event.key === 'Escape' && within('#yj-check-beside').dataset.shows === 'article') back();
  else if (event.key === 'Escape' && picked) close();
  else if ((event.key === 'Enter' || event.key === ' ') && event.target.classList.contains('yj-sentence')) {
    event.preventDefault();
    pick(event.target);
  }
});

view.addEventListener('dragover', (event) => {
  if (![...event.dataTransfer.types].includes('Files')) return;
  event.preventDefault();
  view.classList.add('yj-dropping');
});
view.addEventListener('dragleave', (event) => { if (!view.contains(event.relatedTarget)) view.classList.remove('yj-dropping'); });
view.addEventListener('drop', (event) => {
  view.classList.remove('yj-dropping');
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  hand([...event.dataTransfer.files]);
});

// the article has come: show it at its sentence
document.addEventListener('yj-article', () => {
  beside('article');
  const place = within('#yj-check-source mark') || within('#yj-check-source .yj-back');
  if (!place) return;
  const panel = within('#yj-check-beside'); // it scrolls by itself: the sentence that led here stays where it is
  panel.scrollTop += place.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest' });
});

// a text that comes anew, in another language or with more of it checked, is shown as the last one was
watch('value', () => {
  setTimeout(() => {
    const all = sentences();
    const of = element.querySelector('.yj-tally')?.dataset.of || '';
    if (of !== text) { text = of; picked = null; only = ''; beside(''); }
    filter([...element.querySelectorAll('.yj-filter')].some((button) => button.dataset.only === only) ? only : '');
    const finished = element.querySelector('.yj-save');
    const kept = all.find((sentence) => sentence.dataset.number === picked);
    const wide = matchMedia('(min-width: 761px)').matches;
    if (kept) { if (within('#yj-check-beside').dataset.shows !== 'article') pick(kept, false); }
    else if (finished && wide) pick(all.find((sentence) => sentence.dataset.problem) || null, false);
  }, 50);
});
