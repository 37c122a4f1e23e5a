/**
 * Builds the adapters and hands them to the workflows. The only place, with its folder, that may import from every room.
 */

export { composeAudit } from './compose/audit.js';
export { composeBot, type RunningBot } from './compose/bot.js';
export { composeExport } from './compose/export.js';
export { problemOf } from './compose/problem.js';
export { composeRecord } from './compose/record.js';
export { composeScan } from './compose/scan.js';
