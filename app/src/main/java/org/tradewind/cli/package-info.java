/// The program `tradewind`: options become a [org.tradewind.job.Job], exceptions become exit codes,
/// once, in [Main].
package org.tradewind.cli;
