/// Rules of the house, kept over the program: which package may use which, and the launcher.
package org.tradewind.house;
