using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .app)],
  sockets = [(name = "http", address = "127.0.0.1:8080", http = (), service = "main")],
);

# Both models' wasm is compiled before a request comes: a worker may not compile.
const app :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = [
    (name = "worker.js", esModule = embed "dist/worker.js"),
    (name = "node_modules/titanic-survival/windowbox.wasm", wasm = embed "dist/node_modules/titanic-survival/windowbox.wasm"),
    (name = "node_modules/iris-species/windowbox.wasm", wasm = embed "dist/node_modules/iris-species/windowbox.wasm"),
  ],
);
