import { expect, it } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { useState } from 'react';
import { late } from './late';

it('shows the fallback until its code has come, even when the first try fails', async () => {
  let tries = 0;
  const Greeting = late<{ name: string }>(
    async () => {
      tries += 1;
      if (tries === 1) throw new TypeError('Failed to fetch');
      return { default: ({ name }) => <p>Hello {name}</p> };
    },
    function Wait({ name }) {
      const [word] = useState('Wait'); // it may use hooks
      return (
        <p>
          {word}, {name}
        </p>
      );
    },
  );
  render(<Greeting name="Ada" />);
  expect(screen.getByText('Wait, Ada')).toBeTruthy();
  await screen.findByText('Hello Ada', undefined, { timeout: 5000 });
  expect(tries).toBe(2);
});
