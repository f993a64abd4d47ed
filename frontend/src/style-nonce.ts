// The CSP lets in no `<style>` without the nonce of the page. Radix inserts one while a dialog is open, and asks for
// webpack's nonce: https://github.com/theKashey/get-nonce
const meta = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]');
Object.assign(globalThis, { __webpack_nonce__: meta?.nonce });
