/** The model's twin in plain JavaScript: an instance and the model's hash, or why there is none. */
export const open: (options: any, cause: any, fail: any, compare: any) => [instance: any, hash: string];
