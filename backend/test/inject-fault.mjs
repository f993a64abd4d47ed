// Loaded before the built server (NODE_OPTIONS=--import): at SIGWINCH, which Nest's shutdown hooks leave alone, it makes one method fail, once.
// FAULT_FILE = file that says which, as JSON: { file, name, method, how }; `file` from dist/backend/src, `name` the class, `how` throw | reject | later.
import { readFileSync } from 'node:fs';

let disarm = () => {};
process.on('SIGWINCH', () => void arm());

async function arm() {
  disarm();
  const { file, name, method, how } = JSON.parse(readFileSync(process.env.FAULT_FILE, 'utf8'));
  const { [name]: Class } = await import(new URL(`../../dist/backend/src/${file}`, import.meta.url));
  const original = Class.prototype[method];
  disarm = () => {
    Class.prototype[method] = original;
  };
  Class.prototype[method] = function (...args) {
    disarm();
    const fault = new Error('injected fault');
    if (how === 'throw') throw fault;
    if (how === 'reject') return Promise.reject(fault);
    setTimeout(() => {
      throw fault;
    }, 1);
    return original.apply(this, args);
  };
  console.log('{"level":"log","message":"armed"}');
}
