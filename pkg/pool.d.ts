import type { Pool, PoolOptions } from './types.js';

export * from './types.js';

/** Opens a model in several workers; see {@link Pool}. */
export declare function pool<R = any, T = any>(options?: PoolOptions): Promise<Pool<R, T>>;
