// Runs before the first paint, so that no page flashes in the wrong colours or jumps. An own file because the CSP allows no inline script.
(function () {
  var ui = {};
  try {
    ui = JSON.parse(localStorage.getItem('throughline-ui')).state;
  } catch {
    // nothing stored yet, or no storage allowed: follow the system
  }
  var dark = ui.theme === 'dark' || (ui.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
  if (ui.density === 'compact') document.documentElement.dataset.density = 'compact';
})();
