import { expect, it } from 'vitest';
import { keepMade } from './keep-made.ts';

it('makes a thing once, and again when a hundred others came after it', () => {
  const kept = keepMade<number>();
  let made = 0;
  const of = (key: string): number => kept(key, () => ++made);
  expect([of('a'), of('a'), of('b'), of('a')]).toEqual([1, 1, 2, 1]);
  for (let other = 0; other < 98; other++) of(`other ${other}`);
  expect(of('a')).toBe(1);
  of('one more');
  expect(of('a')).toBe(102);
});

it('keeps nothing of what could not be made, and an answer that is none', () => {
  const kept = keepMade<number | undefined>();
  expect(() =>
    kept('a', () => {
      throw new Error('not yet');
    }),
  ).toThrow('not yet');
  let asked = 0;
  const none = () => kept('a', () => void asked++ as undefined);
  expect([none(), none()]).toEqual([undefined, undefined]);
  expect(asked).toBe(1);
});
