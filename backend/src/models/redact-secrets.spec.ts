import { hideSecret, redact } from './redact-secrets.js';

describe('redact', () => {
  it.each([
    ['Incorrect API key provided: sk-proj-abc_DEF-123.', 'Incorrect API key provided: [hidden].'],
    ['You sent sk-ab***********xyz9', 'You sent [hidden]'],
    ['{"authorization":"Bearer abc.def-ghi"}', '{"authorization":"Bearer [hidden]"}'],
    ['connect to postgres://user:p%40ss@db:5432/chat failed', 'connect to postgres://[hidden]@db:5432/chat failed'],
    ['https://key@api.example/v1 and http://host/a@b', 'https://[hidden]@api.example/v1 and http://host/a@b'],
    ['a risk-free task-list', 'a risk-free task-list'],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  it('hides secrets it was told of, of whatever form', () => {
    hideSecret('correct horse (battery)');
    hideSecret(undefined);
    hideSecret('the');
    expect(redact('the key "correct horse (battery)" is wrong')).toBe('the key "[hidden]" is wrong');
  });
});
