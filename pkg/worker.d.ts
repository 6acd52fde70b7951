import type { WorkerModel, WorkerOptions } from './types.js';

export * from './types.js';

/** Opens a model in workers; see {@link WorkerModel}. */
export declare function openWorker<R = any, T = any>(options?: WorkerOptions): Promise<WorkerModel<R, T>>;
