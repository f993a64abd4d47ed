import { dayName, deviceName } from './device-name';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

test.each([
  [CHROME, 'Chrome on Linux'],
  [CHROME.replace('X11; Linux x86_64', 'Linux; Android 16; Pixel 9'), 'Chrome on Android'],
  [`${CHROME} Edg/156.0.0.0`.replace('X11; Linux x86_64', 'Windows NT 10.0; Win64; x64'), 'Edge on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on macOS'],
  ['curl/8.5.0', 'Unknown browser'],
  ['', 'Unknown browser'],
])('%s is called %s', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

test('a day is told as briefly as it can be', () => {
  const now = new Date(2026, 10, 22, 12);
  const daysAgo = (days: number) => new Date(2026, 10, 22 - days, 9).toISOString();
  expect([0, 1, 400].map((days) => dayName(daysAgo(days), now))).toEqual(['today', 'Nov 21', 'Oct 18, 2025']);
});
