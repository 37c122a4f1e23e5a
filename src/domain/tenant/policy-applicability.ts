export type PolicyApplicability = 'excluded' | 'notInScope' | 'applies' | 'unknown';
