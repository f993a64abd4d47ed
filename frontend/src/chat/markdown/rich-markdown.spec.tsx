import { render, screen } from '@testing-library/react';
import { withoutHalfTable } from './half-table';
import RichMarkdown from './rich-markdown';

function show(text: string) {
  return render(<RichMarkdown text={text} isStreaming={false} />).container;
}

describe('Markdown of an answer', () => {
  it('shows raw HTML as text', () => {
    const page = show(
      'Before <b onclick="alert(1)">bold</b> <script>alert(1)</script> <iframe src="https://evil.test"></iframe>',
    );
    expect(page.textContent).toContain('<b onclick="alert(1)">bold</b> <script>alert(1)</script>');
    expect(page.querySelector('b, script, iframe')).toBeNull();
  });

  it.each([true, false])('strikes out between two tildes, not between single ones (streaming: %s)', (isStreaming) => {
    const { container } = render(
      <RichMarkdown text="It takes 5~10 minutes and 20~30 euros, ~~or not~~." isStreaming={isStreaming} />,
    );
    expect([...container.querySelectorAll('del')].map(({ textContent }) => textContent)).toEqual(['or not']);
    expect(container.textContent).toBe('It takes 5~10 minutes and 20~30 euros, or not.');
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,hi',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'irc://example.com/x',
    'xmpp:a@example.com',
    'tel:110',
  ])('leaves no link to %s', (url) => {
    const page = show(`[click](${url})`);
    expect(page.textContent).toContain('click');
    expect(page.querySelector('a')).toBeNull();
  });

  it('opens links elsewhere and tells them nothing', () => {
    show('[fine](https://example.com/x)');
    const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'fine' });
    expect(link.href).toBe('https://example.com/x');
    expect([link.target, link.rel]).toEqual(['_blank', 'noopener noreferrer nofollow']);
  });

  it.each(['mailto:a@example.com', '/c/other', '#note'])('keeps the link to %s', (url) => {
    const page = show(`[click](${url})`);
    expect(page.querySelector('a')?.getAttribute('href')).toBe(url);
  });

  it('fetches no picture: it is a link that names the host', () => {
    const page = show('![A cat](https://tracker.test/cat.png) ![](data:image/png;base64,AAAA)');
    expect(page.querySelector('img')).toBeNull();
    expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'Image on tracker.test: A cat' }).href).toBe(
      'https://tracker.test/cat.png',
    );
    expect(screen.getAllByRole('link')).toHaveLength(1);
  });

  it('gives code a language, a name and a copy button', () => {
    show('```ts\nconst a = 1;\n```\n\nand `inline`');
    expect(screen.getByRole('group', { name: 'Code, ts' }).textContent).toBe('const a = 1;');
    expect(screen.getByRole('button', { name: 'Copy' })).toBeTruthy();
    expect(screen.getByText('inline').tagName).toBe('CODE');
  });
});

describe('withoutHalfTable', () => {
  it.each([
    ['Text\n\n| a | b', 'Text\n'],
    ['Text\n\n| a | b |\n|--', 'Text\n'],
    ['Text\n\n| a | b |\n', 'Text\n'],
    ['| a |\n|---|\n', '| a |\n|---|\n'],
    ['| a |\n|---|\n| 1', '| a |\n|---|\n| 1'],
    ['no table', 'no table'],
  ])('of %j is %j', (text, shown) => {
    expect(withoutHalfTable(text)).toBe(shown);
  });
});
