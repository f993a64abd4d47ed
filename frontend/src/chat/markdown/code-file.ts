const EXTENSIONS: Record<string, string> = {
  bash: 'sh',
  'c#': 'cs',
  'c++': 'cpp',
  csharp: 'cs',
  dockerfile: 'dockerfile',
  javascript: 'js',
  jsonc: 'json',
  kotlin: 'kt',
  latex: 'tex',
  markdown: 'md',
  mermaid: 'mmd',
  plaintext: 'txt',
  powershell: 'ps1',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  shell: 'sh',
  text: 'txt',
  typescript: 'ts',
  yaml: 'yml',
  zsh: 'sh',
};

/** What a downloaded code block is called: `code.py`. An unknown language is its own extension if it can be one. */
export function codeFileName(language: string): string {
  const name = language.toLowerCase();
  const extension = Object.hasOwn(EXTENSIONS, name) ? EXTENSIONS[name] : /^[a-z0-9]{1,10}$/.test(name) ? name : 'txt';
  return `code.${extension}`;
}

export function downloadText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
