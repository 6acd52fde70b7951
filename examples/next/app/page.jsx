// On the server: the answer is in the page before any JavaScript of it runs.
import { predictOne } from 'titanic-survival';
import Passenger from './Passenger';

const first = { Age: 28, Sex: 'female', Embarked: 'C' };

export default async function Page() {
  const { prediction, probabilities } = await predictOne(first);
  return <>
    <h1>Would they survive the Titanic?</h1>
    <Passenger first={first} answered={{ prediction, probability: probabilities[1] }} />
  </>;
}
