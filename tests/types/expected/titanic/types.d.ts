// A packed package has a copy of pkg/types.d.ts here.
export type * from '../../../../pkg/types.js';
export { WindowboxError } from '../../../../pkg/types.js';
