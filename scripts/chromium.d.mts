export function findChromium(): string | undefined;
export function hasChineseFont(): boolean;
