/** The values of promises under the names of the promises. Rejects when one of them does. */
export async function allOf<R extends Record<string, Promise<unknown>>>(
  reads: R,
): Promise<{ readonly [K in keyof R]: Awaited<R[K]> }> {
  const names = Object.keys(reads);
  const values = await Promise.all(Object.values(reads));
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as { [K in keyof R]: Awaited<R[K]> };
}
