// A packed package has a copy of pkg/types.d.ts here.
export type * from '../../../../pkg/types.cjs';
export { WindowboxError } from '../../../../pkg/types.cjs';
