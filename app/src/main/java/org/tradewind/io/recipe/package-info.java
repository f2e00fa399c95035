/// Recipes of training, `*.recipe.yaml`, and the data that they name: docs/training.md.
///
/// [RecipeFile] makes a [org.tradewind.train.Recipe] of a file and of what the command line
/// changes; [RecipeData] reads the data set; [TrainedFiles] writes what was learned as networks
/// that `tradewind run` takes.
package org.tradewind.io.recipe;
