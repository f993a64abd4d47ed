/** What the demo model says to a question. */
export interface DemoAnswer {
  /** Empty = no reasoning part. */
  reasoning: string;
  /** Markdown. */
  text: string;
}

const MOST_WORDS = 200_000;
const MOST_CHARACTERS = 2_000_000;

const NOTICE =
  '*I am the demo model built into Throughline: no AI, only prepared texts. ' +
  'For real answers the operator of this server sets `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for any ' +
  'OpenAI-compatible server, and restarts it.*';

/** The same question always gets the same answer. */
export function demoAnswer(question: string): DemoAnswer {
  return { reasoning: /\b(think|reason)/i.test(question) ? reasoningAbout(question) : '', text: textFor(question) };
}

const MOST_TITLE_WORDS = 7;

/** What a conversation that begins with the question is about, as well as one can tell without understanding it. */
export function demoTitle(question: string): string {
  const line = (/\S.*/.exec(question)?.[0] ?? '').trim();
  const asked = line.replace(/^(please|can you|could you|show me|write|make|give me|tell me|\s)+\s+/i, '');
  const title = (asked || line)
    .split(/\s+/)
    .slice(0, MOST_TITLE_WORDS)
    .join(' ')
    .replace(/[?!.,:;]+$/, '');
  const [first = ''] = title;
  return first.toUpperCase() + title.slice(first.length);
}

function textFor(question: string): string {
  const size = /\bwrite\b[^\d]{0,80}(\d[\d.,_' ]*)[\s-]*(word|char)/i.exec(question);
  if (size) {
    const count = Number(size[1]?.replaceAll(/\D/g, ''));
    return size[2]?.toLowerCase() === 'word' ? words(count) : characters(count);
  }
  if (/\btables?\b/i.test(question)) return `${TABLE}\n\n${NOTICE}`;
  if (/\b(code|function|script|program)\b/i.test(question)) return `${codeFor(question)}\n\n${NOTICE}`;
  if (/\b(lists?|headings?|outline|steps)\b/i.test(question)) return `${OUTLINE}\n\n${NOTICE}`;
  return `${greeting(question)}\n\n${NOTICE}`;
}

function greeting(question: string): string {
  const about = question.trim() === '' ? '' : `You wrote ${quote(question)}. `;
  return (
    `Hello! ${about}I cannot really answer that, but you can see how an answer arrives here: word by word, and it goes ` +
    'on when you reload the page, lose the network or open another tab.\n\n' +
    'Try one of these:\n\n' +
    '- *Show me a table*\n' +
    '- *Write some Python code*\n' +
    '- *Make a list with headings*\n' +
    '- *Think about it first*\n' +
    '- *Write 2000 words*, then close the tab and come back'
  );
}

function reasoningAbout(question: string): string {
  return (
    `The question is ${quote(question)}. First I look for something I have a text for: a table, code, a list, or a number ` +
    'of words. Then I take that text, and otherwise I say hello. That is all the thinking a demo model does.'
  );
}

/** As inline code, so that nothing in it is Markdown any more. */
function quote(question: string): string {
  const line = question.replaceAll('`', "'").replaceAll(/\s+/g, ' ').trim();
  return `\`${line.length > 80 ? `${line.slice(0, 79).toWellFormed()}…` : line}\``;
}

const TABLE = `Here is a table of what is kept where:

| What | Where | Survives a restart |
| :--- | :--- | :---: |
| Your messages | PostgreSQL | yes |
| Half an answer | the turn log | yes |
| An unsent message | your browser | yes |
| My opinions | nowhere | no |`;

const OUTLINE = `# A plan in three parts

## 1. Before

- Ask a question
- Watch the answer arrive
  - Word by word
  - With **bold**, *italic* and \`code\`

## 2. During

1. Reload the page
2. Switch off the network for a moment
3. See the answer go on where it was

## 3. After

- [x] Nothing lost
- [ ] A real model connected

> A conversation should not depend on a connection.`;

const CODE: Record<string, string> = {
  python: `def fibonacci(n: int) -> list[int]:
    """The first n Fibonacci numbers."""
    numbers = [0, 1]
    while len(numbers) < n:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers[:n]


print(fibonacci(10))`,
  javascript: `function fibonacci(n) {
  const numbers = [0, 1];
  while (numbers.length < n) numbers.push(numbers.at(-1) + numbers.at(-2));
  return numbers.slice(0, n);
}

console.log(fibonacci(10));`,
  typescript: `function fibonacci(n: number): number[] {
  const numbers = [0, 1];
  while (numbers.length < n) numbers.push(numbers.at(-1)! + numbers.at(-2)!);
  return numbers.slice(0, n);
}

console.log(fibonacci(10));`,
  sql: `WITH RECURSIVE fibonacci (n, a, b) AS (
  SELECT 1, 0, 1
  UNION ALL
  SELECT n + 1, b, a + b FROM fibonacci WHERE n < 10
)
SELECT a FROM fibonacci;`,
  bash: `a=0 b=1
for _ in {1..10}; do
  echo "$a"
  read -r a b <<< "$b $((a + b))"
done`,
  go: `package main

import "fmt"

func main() {
	a, b := 0, 1
	for range 10 {
		fmt.Println(a)
		a, b = b, a+b
	}
}`,
  rust: `fn main() {
    let (mut a, mut b) = (0u64, 1u64);
    for _ in 0..10 {
        println!("{a}");
        (a, b) = (b, a + b);
    }
}`,
};

function codeFor(question: string): string {
  const languages = Object.keys(CODE);
  const language = languages.find((name) => new RegExp(`\\b${name}\\b`, 'i').test(question)) ?? 'typescript';
  return `The first ten Fibonacci numbers, in ${language}:\n\n\`\`\`${language}\n${CODE[language]}\n\`\`\``;
}

const PROSE = (
  'A thread runs from the first question to the last answer and it does not break when the light goes out. ' +
  'Somebody closes a door and the sentence waits patiently on the other side of it. ' +
  'The river carries every word past the bridge whether or not anyone is standing there to read. ' +
  'When the traveller comes back the page is still open and the ink is dry. ' +
  'Nothing was lost on the way and nothing was said twice.'
).split(' ');

const WORDS_PER_PARAGRAPH = PROSE.length;

/** Exactly `count` words, at most 200,000. */
function words(count: number): string {
  const paragraphs: string[] = [];
  for (let left = Math.min(count, MOST_WORDS); left > 0; left -= WORDS_PER_PARAGRAPH) {
    paragraphs.push(PROSE.slice(0, left).join(' '));
  }
  return paragraphs.join('\n\n');
}

/** Exactly `count` characters, at most 2,000,000. */
function characters(count: number): string {
  const length = Math.min(count, MOST_CHARACTERS);
  const paragraph = `${PROSE.join(' ')}\n\n`;
  return paragraph
    .repeat(Math.ceil(length / paragraph.length))
    .slice(0, length)
    .replace(/\s+$/, (blank) => '.'.repeat(blank.length));
}
