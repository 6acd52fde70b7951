// POST /predict
import { endpoint } from 'titanic-survival/endpoint';

export const POST = endpoint({ cors: true });
export const OPTIONS = POST;
