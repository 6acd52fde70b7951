// What is measured of each model, by all who can: seconds a call, except where it says otherwise.

/** Models whose first prediction and memory are measured; of folders that others add, all. */
const COLD = ['iris_rf100', 'num_lr', 'num_xgb100', 'num_xgb1000', 'num_rf100', 'num_rf500'];

export const CELLS = [
  { name: 'batch', title: '20,000 rows', what: 'batch', rows: 20000 },
  { name: 'thousand', title: '1,000 rows', what: 'batch', rows: 1000 },
  { name: 'one', title: 'one row', what: 'one', rows: 1 },
  { name: 'predict', title: 'one row by `predict`', what: 'predict', rows: 1, ours: true },
  // One process, or one page: the samples are `cold`, `load` (seconds) and `peak` (bytes over an empty process).
  { name: 'cold', title: 'first prediction', what: 'cold', rows: 20000 },
];

/** Whether a cell is measured with this peer on this model. */
export function measured(cell, peer, model) {
  if (cell.ours) return peer.engine === 'windowbox';
  return cell.what !== 'cold' || (peer.web && (model.foreign || COLD.includes(model.name)));
}
