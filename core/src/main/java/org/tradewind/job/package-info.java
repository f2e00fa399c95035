/// The door: a [Job] goes in, a [Report] comes out. The command line, tests and every later front
/// end come through here.
package org.tradewind.job;
