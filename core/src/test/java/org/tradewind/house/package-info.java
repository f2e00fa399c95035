/// Rules of the house, kept over all of core: which package may use which, no state that outlives a
/// run, every fact of the machine in one place. The packages below `broken` break them on purpose.
package org.tradewind.house;
