/** The model's twin in plain JavaScript: or why there is none. */
export const open: (options: any, cause: any, fail: any, compare: any) => { made: any; hash: string; size: number };
