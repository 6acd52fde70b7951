"""The tutorials' server: a fitted model behind Flask.

python server.py MODEL.joblib PORT [waitress]; for others `create` makes it from the variable MODEL.
"""

import os
import sys

import joblib
import pandas as pd
from flask import Flask, jsonify, request


def create(path: str | None = None) -> Flask:
    app = Flask(__name__)
    model = joblib.load(path or os.environ["MODEL"])

    @app.post("/")
    @app.post("/predict")
    def predict():
        rows = request.json
        frame = pd.DataFrame([rows] if isinstance(rows, dict) else rows, columns=model.feature_names_in_)
        return jsonify({"prediction": model.predict(frame).tolist()})

    return app


if __name__ == "__main__":
    app, port = create(sys.argv[1]), int(sys.argv[2])
    if sys.argv[3:] == ["waitress"]:
        import waitress

        waitress.serve(app, port=port, threads=1)
    else:
        app.run(port=port)
