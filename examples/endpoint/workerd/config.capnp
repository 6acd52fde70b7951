using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:8080", http = (), service = "main")],
);

const main :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "titanic-survival/endpoint", esModule = embed "node_modules/titanic-survival/endpoint.workerd.js"),
    (name = "titanic-survival/workerd.js", esModule = embed "node_modules/titanic-survival/workerd.js"),
    (name = "titanic-survival/windowbox.wasm", wasm = embed "node_modules/titanic-survival/windowbox.wasm"),
    (name = "iris-species/endpoint", esModule = embed "node_modules/iris-species/endpoint.workerd.js"),
    (name = "iris-species/workerd.js", esModule = embed "node_modules/iris-species/workerd.js"),
    (name = "iris-species/windowbox.wasm", wasm = embed "node_modules/iris-species/windowbox.wasm"),
  ],
);
