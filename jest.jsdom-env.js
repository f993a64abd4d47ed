// jsdom without hiding the web APIs that Node has and the AI SDK needs.
import { TestEnvironment } from 'jest-environment-jsdom';
// Not MessageChannel: React's scheduler would use it and Node's ports keep Jest alive ('Jest did not exit').
const NODE_GLOBALS = [
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'TextEncoder',
  'TextDecoder',
  'TextEncoderStream',
  'TextDecoderStream',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'structuredClone',
  'AbortController',
  'AbortSignal',
  'Blob',
  'performance',
];
/** Node's Request takes no signal but Node's own, and jsdom has another. */
const RequestOfAnySignal = new Proxy(Request, {
  construct(target, [input, init]) {
    if (!init?.signal) return new target(input, init);
    const controller = new AbortController();
    const abort = () => controller.abort(init.signal.reason);
    if (init.signal.aborted) abort();
    else init.signal.addEventListener('abort', abort);
    return new target(input, { ...init, signal: controller.signal });
  },
});
export default class JsdomEnvironment extends TestEnvironment {
  exportConditions() {
    return ['node', 'node-addons']; // jsdom's default ['browser'] would pick browser stubs, e.g. of 'ws'
  }
  async setup() {
    await super.setup();
    for (const name of NODE_GLOBALS) if (this.global[name] === undefined) this.global[name] = globalThis[name];
    this.global.Request = RequestOfAnySignal;
    this.global.IS_REACT_ACT_ENVIRONMENT = true;
  }
}
