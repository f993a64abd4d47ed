// (A signal that Nest's shutdown hooks leave alone.) Loaded before the built server (NODE_OPTIONS=--import): makes one method of it fail, once, after SIGWINCH.
// FAULT = JSON of { file, name, method, how }; `file` from dist/backend/src, `name` the class, `how` throw | reject | later.
const { file, name, method, how } = JSON.parse(process.env.FAULT);
const { [name]: Class } = await import(new URL(`../../dist/backend/src/${file}`, import.meta.url));
const original = Class.prototype[method];
let isArmed = false;
process.on('SIGWINCH', () => {
  isArmed = true;
  console.log('{"level":"log","message":"armed"}');
});
Class.prototype[method] = function (...args) {
  if (!isArmed) return original.apply(this, args);
  isArmed = false;
  const fault = new Error('injected fault');
  if (how === 'throw') throw fault;
  if (how === 'reject') return Promise.reject(fault);
  setTimeout(() => {
    throw fault;
  }, 1);
  return original.apply(this, args);
};
