/** Where an execution is killed, in its order. */
export const CRASH_POINTS = [
  'afterClaim',
  'beforeWrite',
  'afterWrite',
  'afterReadBack',
  'beforeFinish',
  'beforeCardEdit',
] as const;

export type CrashPoint = (typeof CRASH_POINTS)[number];
