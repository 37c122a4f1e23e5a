import type { Subject } from '../controls/control.js';
import { changedEvidence, findingOf, type FindingChange } from './compare-findings.js';
import type { ObjectChange } from './object-change.js';
import { subjectKey } from './subject-key.js';

/**
 * Which changed objects explain a changed finding, so that one event gives one case: those the evidence names, else those
 * whose request the evidence rests on, else the finding's own subject.
 */

function isAbout({ subject }: ObjectChange, other: Subject): boolean {
  return subjectKey(subject) === subjectKey(other);
}

function namedByEvidence(change: FindingChange, objects: readonly ObjectChange[]): readonly ObjectChange[] {
  const named = changedEvidence(change).flatMap(({ object }) => (object === undefined ? [] : [object]));
  return objects.filter((object) => named.some((subject) => isAbout(object, subject)));
}

function behindEvidence(change: FindingChange, objects: readonly ObjectChange[]): readonly ObjectChange[] {
  const sources = new Set(changedEvidence(change).map(({ source }) => source));
  return objects.filter((object) => object.sources.some((source) => sources.has(source)));
}

/** A change of something else of the tenant does not explain a finding about the tenant. */
function aboutItsSubject(change: FindingChange, objects: readonly ObjectChange[]): readonly ObjectChange[] {
  const { subject } = findingOf(change);
  return subject.type === 'tenant' ? [] : objects.filter((object) => isAbout(object, subject));
}

/** The members of `objects` that explain `change`; none when it stands by itself. */
export function explanationsOf(change: FindingChange, objects: readonly ObjectChange[]): readonly ObjectChange[] {
  // Lost sight explains what cannot be told any more before anything else does.
  const blind = change.trend === 'blind' ? objects.filter(({ fate }) => fate === 'wentBlind') : [];
  const attempts = [
    () => behindEvidence(change, blind),
    () => namedByEvidence(change, objects),
    () => behindEvidence(change, objects),
    () => aboutItsSubject(change, objects).slice(0, 1),
  ];
  for (const attempt of attempts) {
    const found = attempt();
    if (found.length > 0) return found;
  }
  return [];
}
