// elements with data-on tell the server which event it is, with all their data as its values
element.addEventListener('click', (event) => {
  const place = event.target.closest('[data-on]');
  if (place && !place.disabled) trigger(place.dataset.on, { ...place.dataset });
});
