/// The door: a [Job] goes in, a [Report] comes out, the whole program once. The command line, tests
/// and every later front end come through here.
package org.tradewind.job;
