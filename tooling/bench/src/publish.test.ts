import { expect, test } from 'vitest';
import { withSection } from './publish.ts';

test('a section replaces the one of its heading and leaves the others', () => {
  const text = '# All\n\n## A\n\nold\n\n## B\n\nkept\n';
  expect(withSection(text, 'A', '## A\n\nnew\n')).toBe('# All\n\n## A\n\nnew\n\n## B\n\nkept\n');
  expect(withSection(text, 'C', '## C\n\nadded\n')).toBe('# All\n\n## A\n\nold\n\n## B\n\nkept\n\n## C\n\nadded\n');
});
