/// What happened, how often, and what it cost. Kernels, routers and links count [Action]s once;
/// cycles and energy are two tables over the same counts; [Explained] is a number with its reason.
package org.tradewind.cost;
