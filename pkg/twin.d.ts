/** The model's twin in plain JavaScript, or why there is none: pkg/twin/index.js, as a package has it. */
export const lacks: (options: { model?: unknown }) => string | false;
export const open: () => { made: any; hash: string; size: number };
