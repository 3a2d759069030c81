/** The languages of the product. */
export type Lang = 'en' | 'zh';

/** In the order in which they are offered. */
export const langs: readonly Lang[] = ['en', 'zh'];

/** BCP 47 tags for `lang` attributes. */
export const langTags: Readonly<Record<Lang, string>> = { en: 'en', zh: 'zh-Hans' };
