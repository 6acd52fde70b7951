import type { WorkerModel, WorkerOptions } from './types.cjs';

export * from './types.cjs';

/** Opens a model in workers; see {@link WorkerModel}. */
export declare function openWorker<R = any, T = any>(options?: WorkerOptions): Promise<WorkerModel<R, T>>;
