import { mount } from 'svelte';
import { load } from 'titanic-survival';
import Passenger from './Passenger.svelte';

load().then((model) => mount(Passenger, { target: document.getElementById('app'), props: { model } }));
