import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columns } from './text-layout.ts';

describe('columns', () => {
  it('are what a terminal takes for every letter, also where it is not asked', () => {
    for (let code = 0x20; code < 0x3100; code++) {
      const letter = String.fromCharCode(code);
      expect(columns(letter), code.toString(16)).toBe(stringWidth(letter));
    }
  });
});
