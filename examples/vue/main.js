import { createApp } from 'vue';
import { load } from 'titanic-survival';
import Passenger from './Passenger.vue';

load().then((model) => createApp(Passenger, { model }).mount('#app'));
