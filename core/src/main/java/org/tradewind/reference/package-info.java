/// The oracle: a network in plain loops, without a machine. Small, never optimised.
package org.tradewind.reference;
