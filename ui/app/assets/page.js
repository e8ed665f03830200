// What all views share in the browser: which view is shown, the language, the address, and keys.
const yinju = {
  views: () => [...document.querySelectorAll('.yj-tab')].map((tab) => tab.id.replace('yj-to-', '')),
  view: () => document.body.dataset.view,
  // the view that the address names, '' for the first one
  wanted() {
    const name = new URL(location.href).searchParams.get('view');
    return name !== 'chat' && yinju.views().includes(name) ? name : '';
  },
  press: (id) => document.getElementById(id)?.click(),

  // show a view; the address keeps its name, so that reloading comes back to it
  show(name, keep = false) {
    document.body.dataset.view = name;
    for (const tab of document.querySelectorAll('.yj-tab')) {
      if (tab.id === `yj-to-${name}`) tab.setAttribute('aria-current', 'page');
      else tab.removeAttribute('aria-current');
    }
    const address = new URL(location.href);
    if (name === 'chat') address.searchParams.delete('view');
    else address.searchParams.set('view', name);
    if (!keep && address.href !== location.href) history.pushState(null, '', address);
  },

  // what a browser keeps for the page; one that keeps nothing says so by an error
  stored(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      return localStorage.getItem(name);
    } catch {
      return value;
    }
  },

  language() {
    const known = yinju.stored('yinju-language');
    if (known === 'en' || known === 'zh') return known;
    return (navigator.language || '').toLowerCase().startsWith('zh') ? 'zh' : 'en';
  },

  remember(code) {
    yinju.stored('yinju-language', code);
    document.documentElement.lang = code === 'zh' ? 'zh-CN' : 'en';
  },

  // put into the address, or take out of it, what reloading should come back to
  keep(name, value) {
    const address = new URL(location.href);
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
    if (address.href !== location.href) history.replaceState(null, '', address);
  },

  talk: () => new URL(location.href).searchParams.get('conversation') || '',

  // the article that the address leads to: #article=ID&sentence=START-END
  place() {
    const given = new URLSearchParams(location.hash.slice(1));
    const [start, end] = (given.get('sentence') || '').split('-');
    return JSON.stringify(given.get('article') ? { article: given.get('article'), start: start || 0, end: end || 0 } : {});
  },

  keepPlace(place) {
    const wanted = place ? `#article=${encodeURIComponent(place.article)}&sentence=${place.start}-${place.end}` : '';
    if (location.hash !== wanted) history.replaceState(null, '', location.pathname + location.search + wanted);
  },

  // what this tab keeps while it is open, '' for nothing; one that is full or may keep nothing goes on without
  session(name, value) {
    try {
      if (value !== undefined) sessionStorage.setItem(name, value);
      return sessionStorage.getItem(name) || '';
    } catch {
      return value || '';
    }
  },

  // what was asked and not answered, because the server or the page went away
  asked(text) {
    if (text.trim()) yinju.session('yinju-asked', text);
  },

  answered() {
    yinju.session('yinju-asked', '');
  },

  write(text) {
    const box = document.querySelector('#yj-question textarea');
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
    box.focus();
  },

  // the server does not answer: say so, and come back once it does
  lost() {
    if (document.querySelector('.yj-lost')) return;
    const note = document.createElement('p');
    note.className = 'yj-lost';
    note.setAttribute('role', 'alert');
    note.textContent = yinju.LOST[yinju.language()];
    document.body.append(note);
    const look = async () => {
      const answer = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
      if (answer.ok) location.reload();
      else throw answer;
    };
    const again = () => setTimeout(() => look().catch(again), 1000);
    again();
  },

  // a file made by the server, as text: {name, type, content}
  save(text) {
    if (!text) return;
    const file = JSON.parse(text);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([file.content], { type: file.type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },

  async copy(text) {
    if (!text) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {  // a page that is not on this machine may not use the clipboard; a selection may be copied everywhere
      const box = document.createElement('textarea');
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand('copy');
      box.remove();
    }
  },

  // once the page speaks the reader's language: what its address names, and what was pressed meanwhile
  arrive() {
    document.body.dataset.arrived = 'yes';
    yinju.remember(yinju.language());
    const address = new URL(location.href).searchParams;
    if (!yinju.wanted()) yinju.show('chat', true);
    else if (yinju.language() === 'en') yinju.settle();
    if (yinju.talk() || location.hash) yinju.press('yj-resume');
    const question = address.get('q');
    if (question) {
      yinju.keep('q', '');
      yinju.write(question);
      setTimeout(() => yinju.press('yj-ask'), 50);
    } else {
      const written = [yinju.session('yinju-asked'), yinju.session('yinju-draft')].filter(Boolean).join('\n');
      if (written && !document.querySelector('#yj-question textarea').value) yinju.write(written);
      yinju.answered();
    }
    yinju.pressed?.();
  },

  // once the other views stand, in the reader's language
  settle() {
    const name = yinju.wanted();
    if (name && name !== yinju.view()) yinju.press(`yj-to-${name}`);
  },

  // go to the next citation of the conversation, or to the previous one
  cite(by) {
    const markers = [...document.querySelectorAll('#yj-conversation .yj-marker')];
    if (!markers.length) return;
    const at = markers.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : markers.length - 1) : (at + by + markers.length) % markers.length;
    markers[next].focus();
    markers[next].scrollIntoView({ block: 'nearest' });
  },
};
window.yinju = yinju;

// what was being written when the page went away is there when it comes back
addEventListener('pagehide', () => {
  if (document.body.dataset.arrived) yinju.session('yinju-draft', document.querySelector('#yj-question textarea')?.value || '');
});

// the page comes in English; a reader of English, who is led nowhere else, need not wait until the server has greeted
if (yinju.language() === 'en' && !location.hash && !yinju.talk() && !new URL(location.href).searchParams.has('view')) document.body.dataset.view = 'chat';

// what is asked before that is asked then, and the language too: the greeting would overwrite it
function early(event) {
  if (document.body.dataset.arrived || !event.isTrusted) return;
  const entered = event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.target.closest('#yj-question');
  const button = event.type === 'click' && event.target.closest('#yj-ask, #yj-language, [data-ask]');
  if (!entered && !button) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  const text = button && button.dataset.ask;
  yinju.pressed = () => (text ? document.querySelector(`[data-ask="${CSS.escape(text)}"]`)?.click() : yinju.press(button ? button.id : 'yj-ask'));
}
addEventListener('click', early, true);
addEventListener('keydown', early, true);

addEventListener('popstate', () => {
  const name = yinju.wanted() || 'chat';
  if (name !== yinju.view()) yinju.press(`yj-to-${name}`);
});
addEventListener('hashchange', () => yinju.press('yj-resume'));

document.addEventListener('click', (event) => {
  const button = event.target.closest('#yj-view-chat [data-on]');
  if (button?.dataset.on === 'select' && button.dataset.article) yinju.keepPlace(button.dataset);
  if (button?.dataset.on === 'undo') yinju.keepPlace(null);
});

// keys of the chat, wherever nothing is being written
document.addEventListener('keydown', (event) => {
  const writing = event.target.closest('input, textarea, select, [contenteditable]');
  if (event.ctrlKey || event.metaKey || event.altKey || yinju.view() !== 'chat') return;
  if (event.key === 'Escape') {
    if (writing) writing.blur();
    else document.querySelector('#yj-panel .yj-back')?.click();
  } else if (!writing && { '/': 1, n: 1, p: 1 }[event.key]) {
    event.preventDefault();
    if (event.key === '/') document.querySelector('#yj-question textarea')?.focus();
    else yinju.cite(event.key === 'n' ? 1 : -1);
  }
});
