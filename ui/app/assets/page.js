// What all views share in the browser: which view is shown, the language, deep links, and keys.
const yinju = {
  views: () => [...document.querySelectorAll('.yj-tab')].map((tab) => tab.id.replace('yj-to-', '')),

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

  language() {
    const known = localStorage.getItem('yinju-language');
    if (known === 'en' || known === 'zh') return known;
    return (navigator.language || '').toLowerCase().startsWith('zh') ? 'zh' : 'en';
  },

  remember(code) {
    localStorage.setItem('yinju-language', code);
    document.documentElement.lang = code === 'zh' ? 'zh-CN' : 'en';
  },

  // once the page stands: the view that its address names
  arrive() {
    yinju.remember(yinju.language());
    const wanted = new URL(location.href).searchParams.get('view');
    if (yinju.views().includes(wanted)) document.getElementById(`yj-to-${wanted}`).click();
    else yinju.show('chat', true);
  },
};
window.yinju = yinju;
document.documentElement.dataset.yinju = 'ready';
addEventListener('popstate', () => yinju.show(new URL(location.href).searchParams.get('view') || 'chat', true));
