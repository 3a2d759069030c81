import { expect, it } from 'vitest';
import { proseHtml } from './escape-xml.ts';

it('sets commands in prose as code, and nothing else as markup', () => {
  expect(proseHtml('ask `run <x> & y`, then `z`; <b>a ` alone</b>')).toBe(
    'ask <code>run &lt;x&gt; &amp; y</code>, then <code>z</code>; &lt;b&gt;a ` alone&lt;/b&gt;',
  );
});
