// What is measured of each model, by all who can.

export const CELLS = [
  { name: 'batch', title: '20,000 rows', what: 'batch', rows: 20000 },
  { name: 'thousand', title: '1,000 rows', what: 'batch', rows: 1000 },
  { name: 'one', title: 'one row', what: 'one', rows: 1 },
  { name: 'predict', title: 'one row by `predict`', what: 'predict', rows: 1, ours: true },
];
