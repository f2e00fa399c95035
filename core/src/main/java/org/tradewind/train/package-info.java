/// Training: what a recipe says, done. [Recipe] describes data, network, rule and machine; a
/// [Trainer] learns by one rule, on the host or on cores; [Training] is the loop around it, with
/// learning curve and checkpoints. [Trained] is what comes out, as the machine's own programs run
/// it.
///
/// ```java
/// var training = new Training(recipe, data);
/// while (!training.over()) {
///   Training.Row row = training.next();
/// }
/// ```
package org.tradewind.train;
