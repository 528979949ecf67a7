import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import type { Line, Span } from './line.ts';

/** Lines as they are: nothing wraps, nothing is laid out again. */
export function LinesView({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  return (
    <Box flexDirection="column">
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place on the screen
        <Text key={i} wrap="truncate">
          {line.length === 0 ? ' ' : line.map(styled)}
        </Text>
      ))}
    </Box>
  );
}

function styled({ text, color, background, dim = false, bold = false, inverse = false }: Span, i: number): ReactNode {
  const colors = {
    ...(color === undefined ? {} : { color }),
    ...(background === undefined ? {} : { backgroundColor: background }),
  };
  return (
    <Text key={i} dimColor={dim} bold={bold} inverse={inverse} {...colors}>
      {text}
    </Text>
  );
}
