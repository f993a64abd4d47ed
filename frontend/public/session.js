// Asks who is here while the page's own code is on its way: `api/session.ts` takes the answer. An own file because the CSP allows no inline script,
// and not `async`: the page's code waits for the lock itself, and would wait for ever if it got it first.
(function () {
  var ask = function () {
    return fetch('/api/v1/session', { signal: AbortSignal.timeout(15000) });
  };
  // The same lock as in `auth/session-lock.ts`.
  var answer = navigator.locks ? navigator.locks.request('throughline-session', ask) : ask();
  answer.catch(function () {}); // whoever takes it hears of it
  window.throughlineSession = answer;
})();
