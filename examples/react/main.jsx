import { use, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { load } from 'titanic-survival';

const loading = load();

function Passenger() {
  const model = use(loading);
  const [row, setRow] = useState({ Age: 24, Sex: 'female', Embarked: 'C' });
  const { prediction, probabilities } = model.predictOne(row);
  const given = ({ target }) => setRow({ ...row, [target.name]: target.type === 'number' ? target.valueAsNumber : target.value });
  return <>
    <h1>Would they survive the Titanic?</h1>
    <form onChange={given}>
      <label>Age in years <input name="Age" type="number" min="0" max="120" defaultValue={row.Age} /></label>
      <label>Sex <select name="Sex"><option>female</option><option>male</option></select></label>
      <label>Port <select name="Embarked"><option value="C">Cherbourg</option><option value="Q">Queenstown</option><option value="S">Southampton</option></select></label>
    </form>
    <meter aria-label="Probability to survive" value={probabilities[1]} />
    <output>{prediction ? 'Yes' : 'No'}: {Math.round(100 * probabilities[1])} % likely</output>
  </>;
}

createRoot(document.getElementById('root')).render(<Passenger />);
