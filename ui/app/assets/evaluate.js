// asks the server how far the run is, while anybody looks: often when one is under way, else now and then
let beats = 0;
setInterval(() => {
  if (document.body.dataset.view !== 'evaluate' || document.hidden) return;
  beats += 1;
  if (beats % (document.querySelector('#yj-view-evaluate [data-live]') ? 1 : 5) === 0) trigger('tick');
}, 1000);

window.yinju_evaluate = {
  // what was just chosen in the list may appear above or below what is seen
  showFound() {
    const found = document.getElementById('yj-eval-found');
    const top = found.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight - 200) found.scrollIntoView();
  },

  // a first run is only marked; with a second one, or beside an open one, there is something to see
  showCompared() {
    if (document.querySelector('#yj-eval-runs [aria-pressed="true"], #yj-eval-runs [aria-current]')) this.showFound();
  },
};
