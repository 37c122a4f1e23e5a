/** `records` by their moment (ISO 8601). Records of one moment keep their order. Graph lists newest first unless asked otherwise. */
export function oldestFirst<T>(records: readonly T[], momentOf: (record: T) => string): readonly T[] {
  return [...records].sort((a, b) => Date.parse(momentOf(a)) - Date.parse(momentOf(b)));
}
