// Bundled and compiled as React Native does it.
import { createRequire } from 'node:module';
import Metro from 'metro';

const folder = import.meta.dirname;

const config = Metro.mergeConfig(await Metro.loadConfig({ cwd: folder }), {
  projectRoot: folder,
  resolver: { useWatchman: false, unstable_conditionNames: ['react-native'] },
  transformer: { babelTransformerPath: createRequire(import.meta.url).resolve('@react-native/metro-babel-transformer') },
  reporter: { update() {} },
});
await Metro.runBuild(config, { entry: 'main.js', out: `${folder}/app.js`, platform: 'android', dev: false, minify: false });
