// Controls, of which escape sequences are made; marks that turn the direction of writing; characters without a shape.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Takes out of a text what would command a terminal or rearrange the line that shows it.
 *
 * @param text a text from outside
 * @param instead what stands in the place of each such character
 */
export const plainText = (text: string, instead = ''): string => text.replace(unsafe, instead);
