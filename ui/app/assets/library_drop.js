// files are sent one by one, so that one that is too large or gets lost costs no other; then the server is told of all
const view = element.closest('.yj-view') || element;
const zone = () => element.querySelector('.yj-lib-drop');
let sending = false;

function tell(text) {
  const line = element.querySelector('.yj-lib-sending');
  if (line) line.textContent = text;
}

// every file below what was dropped, with the folders it lies in
async function below(entry, path) {
  if (entry.isFile) {
    return new Promise((done) => entry.file((file) => done([{ file, name: path + file.name }]), () => done([{ name: path + entry.name, why: 'lost' }])));
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done) => reader.readEntries(done, () => done([])));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await below(inner, `${path}${entry.name}/`)));
  }
}

async function send(item) {
  if (item.why) return item;
  const { file, name } = item;
  const suffix = (name.match(/\.[A-Za-z0-9]{1,10}$/) || [''])[0];
  const unique = `${Date.now()}-${Math.random().toString(36).slice(2)}${suffix}`; // or one's file would lie where another's does
  const form = new FormData();
  form.append('files', file, unique);
  try {
    const { root, api_prefix } = window.gradio_config;
    const answer = await fetch(`${root}${api_prefix}/upload`, { method: 'POST', body: form, credentials: 'include' });
    if (answer.status === 413) return { name, why: 'large', size: file.size };
    if (!answer.ok) return { name, why: 'lost' };
    return { name, path: (await answer.json())[0] };
  } catch {
    return { name, why: 'lost' };
  }
}

async function give(files) {
  if (sending || !zone().dataset.most) return; // a library that cannot be written to takes none
  if (!files.length) {
    tell(zone().dataset.none);
    return;
  }
  sending = true;
  const { largest, most } = zone().dataset;
  const waiting = files.map((item, at) => {
    if (at >= most) return { name: item.name, why: 'many' };
    if (item.file && item.file.size > largest * 1024 * 1024) return { name: item.name, why: 'large', size: item.file.size };
    return item;
  });
  const sent = [];
  let begun = 0;
  const worker = async () => {
    while (begun < waiting.length) {
      const at = begun++;
      tell(zone().dataset.sending.replace('{done}', at + 1).replace('{total}', waiting.length));
      sent[at] = await send(waiting[at]);
    }
  };
  await Promise.all([worker(), worker(), worker()]);
  tell('');
  sending = false;
  trigger('submit', { sent });
}

function choose(folder) {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  if (folder) input.webkitdirectory = true;
  else input.accept = zone().dataset.accept;
  input.style.display = 'none';
  element.append(input); // a browser may forget an input that stands nowhere
  input.addEventListener('change', () => {
    give([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    input.remove();
  });
  input.addEventListener('cancel', () => input.remove());
  input.click();
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-choose]');
  if (button) choose(button.dataset.choose === 'folder');
});

let over = 0;
const mark = (by) => {
  over = Math.max(0, over + by);
  if (zone() && zone().dataset.most) zone().classList.toggle('yj-lib-over', over > 0);
};
const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes('Files');
view.addEventListener('dragenter', (event) => files(event) && mark(1));
view.addEventListener('dragleave', (event) => files(event) && mark(-1));
view.addEventListener('dragover', (event) => files(event) && event.preventDefault());
view.addEventListener('drop', async (event) => {
  if (!files(event)) return;
  event.preventDefault();
  over = 0;
  mark(0);
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
  const plain = [...event.dataTransfer.files].map((file) => ({ file, name: file.name }));
  if (entries.every((entry) => !entry)) {
    give(plain);
    return;
  }
  tell(zone().dataset.looking);
  const found = [];
  for (const entry of entries) if (entry) found.push(...(await below(entry, '')));
  tell('');
  give(found);
});
