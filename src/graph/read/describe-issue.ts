import type { z } from 'zod';

/** Says what a schema did not like, without repeating what was there: outside data stays out of messages and logs. */

/** Where the first problem lies and of which sort it is, for example `3.principalId: invalid_type`. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'it does not parse';
  const what = issue.code === 'custom' ? issue.message : issue.code;
  return issue.path.length === 0 ? what : `${issue.path.join('.')}: ${what}`;
}
