import { codeFileName } from './code-file';

describe('codeFileName', () => {
  it.each([
    ['Python', 'code.py'],
    ['go', 'code.go'],
    ['c++', 'code.cpp'],
    ['text', 'code.txt'],
    ['../../etc', 'code.txt'],
    ['constructor', 'code.txt'],
  ])('of %s is %s', (language, name) => {
    expect(codeFileName(language)).toBe(name);
  });
});
