//! What smartcore looks like inside.

use crate::cases::ties;
use serde_json::Value;
use smartcore::metrics::distance::Distances;
use windowbox_tools::train::from_smartcore::{boost, dense, forest, nearest, tree};
use windowbox_tools::train::options::Options;

/// Fails when smartcore's private shape changes, before a model could be wrong.
#[test]
fn smartcores_private_shape_is_the_one_we_read() {
    let case = ties(0, 2);
    let (x, codes, y) = (dense(&case.train).unwrap(), &case.codes, &case.values);
    let options = Options { trees: Some(2), ..Options::default() };
    let value = serde_json::to_value(tree::Classifier::fit(&x, codes, Default::default()).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_x _phantom_y classes depth nodes num_classes num_features parameters");
    let node = "false_child impurity n_node_samples output split_feature split_score split_value true_child";
    same_keys(&value["nodes"][0], node);
    let forest = forest::Classifier::fit(&x, codes, forest::classifier_parameters(&options, 0)).unwrap();
    same_keys(&serde_json::to_value(forest).unwrap(), "classes samples trees");
    let value = serde_json::to_value(tree::Regressor::fit(&x, y, Default::default()).unwrap()).unwrap();
    same_keys(&value, "num_features tree_regressor");
    let tree = &value["tree_regressor"];
    same_keys(tree, "_phantom_tx _phantom_ty _phantom_x _phantom_y depth nodes parameters root_mass");
    same_keys(&tree["nodes"][0], "false_child output split_feature split_score split_value true_child");
    let forest = forest::Regressor::fit(&x, y, forest::regressor_parameters(&options, 0)).unwrap();
    let value = serde_json::to_value(forest).unwrap();
    same_keys(&value, "forest_regressor");
    same_keys(&value["forest_regressor"], "num_features samples trees");
    let boosted = boost::Regressor::fit(&x, y, boost::parameters(y, &options, 0)).unwrap();
    let value = serde_json::to_value(boosted).unwrap();
    same_keys(&value, "_phantom_tx _phantom_ty _phantom_x _phantom_y parameters regressors");
    let node = "left right split_feature_idx split_score threshold value";
    same_keys(&value["regressors"][0], &format!("_phantom_tx _phantom_ty _phantom_x _phantom_y {node}"));
    let parameters = "gamma lambda learning_rate max_depth min_child_weight n_estimators objective seed subsample";
    same_keys(&value["parameters"], &format!("base_score {parameters}"));
    let p = nearest::classifier_parameters(&options, Distances::euclidian());
    let value = serde_json::to_value(nearest::Classifier::fit(&x, codes, p).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_x _phantom_y classes k knn_algorithm weight y");
    same_keys(&value["knn_algorithm"]["LinearSearch"], "data distance");
    let p = nearest::regressor_parameters(&options, Distances::euclidian());
    let value = serde_json::to_value(nearest::Regressor::fit(&x, y, p).unwrap()).unwrap();
    same_keys(&value, "_phantom_tx _phantom_ty _phantom_x k knn_algorithm weight y");
}

fn same_keys(value: &Value, expected: &str) {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(keys.join(" "), expected);
}
