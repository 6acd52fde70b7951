// What compilers know since 5.2.
import { load } from 'titanic-survival';

export const once = async (): Promise<number> => {
  using model = await load();
  return model.predictOne({ Sex: 'male' }).prediction;
};
