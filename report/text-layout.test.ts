import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { columns } from './text-layout.ts';

describe('columns', () => {
  it('are what a terminal takes for every letter, also where it is not asked', () => {
    for (let code = 0x20; code < 0xffff; code++) {
      // Halves of a letter beyond are none.
      if (code >= 0xd800 && code < 0xe000) continue;
      const letter = String.fromCharCode(code);
      if (columns(letter) !== stringWidth(letter)) expect(columns(letter), code.toString(16)).toBe(stringWidth(letter));
    }
    expect(columns('\u001b[1m训练\u001b[22m：1.25×')).toBe(11);
  });
});
