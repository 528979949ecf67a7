import { expect, test, vi } from 'vitest';

// An engine without relaxed SIMD: the other kernels, whose tiles have four rows.
vi.hoisted(() => vi.spyOn(WebAssembly, 'validate').mockReturnValue(false));

import { engine } from '../index.ts';
import { describeConvolutions } from './conv-cases.testing.ts';

test('the plain build is loaded', () => {
  expect(engine.kernelBuild).toBe('simd');
});

describeConvolutions();
