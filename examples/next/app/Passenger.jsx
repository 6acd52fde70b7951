'use client';
// In the browser: the same model, the same import.
import { useState } from 'react';
import { predictOne } from 'titanic-survival';

export default function Passenger({ first, answered }) {
  const [row, setRow] = useState(first);
  const [{ prediction, probability }, setAnswer] = useState(answered);
  const given = async ({ target }) => {
    const next = { ...row, [target.name]: target.type === 'number' ? target.valueAsNumber : target.value };
    setRow(next);
    const { prediction, probabilities } = await predictOne(next);
    setAnswer({ prediction, probability: probabilities[1] });
  };
  return <>
    <form onChange={given}>
      <label>Age in years <input name="Age" type="number" min="0" max="120" defaultValue={first.Age} /></label>
      <label>Sex <select name="Sex"><option>female</option><option>male</option></select></label>
      <label>Port <select name="Embarked"><option value="C">Cherbourg</option><option value="Q">Queenstown</option><option value="S">Southampton</option></select></label>
    </form>
    <meter aria-label="Probability to survive" value={probability} />
    <output>{prediction ? 'Yes' : 'No'}: {Math.round(100 * probability)} % likely</output>
  </>;
}
