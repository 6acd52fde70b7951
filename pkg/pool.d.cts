import type { Pool, PoolOptions } from './types.cjs';

export type * from './types.cjs';
export { WindowboxError } from './types.cjs';

/** Opens a model in several workers; see {@link Pool}. */
export declare function pool<R = any, T = any>(options?: PoolOptions): Promise<Pool<R, T>>;
