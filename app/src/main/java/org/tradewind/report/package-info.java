/// A [org.tradewind.job.Report] for people and for programs: text, JSON, CSV, NPY, and one
/// self-contained page. [Reports] writes a directory, [Text] what the command line prints; both
/// take every derived figure from [Findings]. docs/results.md describes the files.
package org.tradewind.report;
