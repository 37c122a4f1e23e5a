import { z } from 'zod';

/**
 * Takes variables from an environment and collects everything that is wrong with them, so that it can be reported at
 * once. An empty or blank variable counts as not set.
 */

/** One thing that is wrong, with a stable code and, in the message, what to do. */
export interface ConfigProblem {
  readonly code: string;
  readonly message: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const portNumber = z.coerce.number().int().min(1).max(65_535);

interface Range {
  readonly min: number;
  readonly max: number;
}

/** Reads variables and collects what is wrong, so that everything can be reported at once. */
export class Reading {
  readonly problems: ConfigProblem[] = [];
  constructor(private readonly environment: Environment) {}

  get(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  report(code: string, message: string): void {
    this.problems.push({ code, message });
  }

  /** The variable, or a problem and an empty string. */
  require(name: string, why: string): string {
    const value = this.get(name);
    if (value === undefined) this.report('CONFIG_MISSING', `${name} is not set: ${why}`);
    return value ?? '';
  }

  guid(name: string, why: string): string {
    const value = this.require(name, why);
    if (value !== '' && !GUID.test(value)) {
      this.report('CONFIG_MALFORMED', `${name} is not a GUID such as 00000000-0000-0000-0000-000000000000: ${why}`);
    }
    return value.toLowerCase();
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T {
    const value = this.get(name);
    if (value === undefined) return fallback;
    const match = allowed.find((candidate) => candidate === value);
    if (match === undefined) this.report('CONFIG_MALFORMED', `${name} must be one of ${allowed.join(', ')}.`);
    return match ?? fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  whole<T extends number | null>(name: string, { min, max }: Range, fallback: T): T | number {
    const value = this.get(name);
    if (value === undefined) return fallback;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    if (number >= min && number <= max) return number;
    this.report('CONFIG_MALFORMED', `${name} must be a whole number from ${min} to ${max}.`);
    return fallback;
  }

  port(name: string, fallback: number): number {
    const parsed = portNumber.safeParse(this.get(name) ?? fallback);
    if (!parsed.success) this.report('CONFIG_MALFORMED', `${name} must be a port number from 1 to 65535.`);
    return parsed.success ? parsed.data : fallback;
  }

  anySet(names: readonly string[]): boolean {
    return names.some((name) => this.get(name) !== undefined);
  }
}
