/// Published networks, with their parameters: what simulators are compared on.
///
/// Each file is one paper. [Published] finds them by name. Millivolts, milliseconds and picoamperes
/// of the papers become steps and factors a step here, exactly as NEST integrates them
/// ([ExactIntegration]).
package org.tradewind.published;
