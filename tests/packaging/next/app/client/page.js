'use client';
import { useEffect } from 'react';
import { load, predict } from 'titanic-survival';
import { predict as predictFlowers } from 'iris-species';
import { answers, tell } from '../../golden.js';

export default function Page() {
  useEffect(() => {
    answers(load, predict, predictFlowers).then(tell, tell);
  }, []);
  return <p>in the browser</p>;
}
