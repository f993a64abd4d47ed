import { describe, expect, it } from '@jest/globals';
import { configServiceFrom } from '../config/config.js';
import { ModelSelectorService } from './model-selector.service.js';
import { TitleModel, toTitle } from './title-model.js';

describe('A title', () => {
  it.each([
    ['Stripes of zebras', 'Stripes of zebras'],
    ['"Stripes of zebras."', 'Stripes of zebras'],
    ['\n\n**Title: Stripes**\nbecause', 'Stripes'],
    ['# Зебры и их полосы', 'Зебры и их полосы'],
    ['斑马的条纹。', '斑马的条纹'],
    ['What is 2.5 %?', 'What is 2.5 %?'],
    [' \n ', ''],
    ['""', ''],
    ['word '.repeat(30), `${'word '.repeat(16).trim()}…`],
    ['🦓'.repeat(60), `${'🦓'.repeat(40)}…`],
    [`${'x'.repeat(79)}🦓 more`, `${'x'.repeat(79)}…`],
  ])('of the reply %j is %j', (reply, title) => {
    expect(toTitle(reply)).toBe(title);
  });

  it.each([
    ['Show me a table', 'A table'],
    ['Can you please write some Python code?', 'Some Python code'],
    ['Why do zebras have stripes?\nI wonder.', 'Why do zebras have stripes'],
    ['Почему у зебры полосы и зачем они ей вообще нужны', 'Почему у зебры полосы и зачем они'],
    ['🦓', '🦓'],
    ['Write', 'Write'],
  ])('by the demo model of %j is %j', async (question, title) => {
    const config = configServiceFrom({});
    const titles = new TitleModel(new ModelSelectorService(config), config);
    expect((await titles.write(question, 'Answer', new AbortController().signal)).title).toBe(title);
  });
});
