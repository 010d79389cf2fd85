package org.ledgerstone.bench;

import java.util.Map;

/**
 * How long requests waited that were sent when they were due, however quick the answers came, each
 * counted from when it was due.
 *
 * @param p999Millis what 999 of 1000 stayed under
 * @param longestMillis the longest of all
 * @param silentMillis the longest pause: somebody waited, and nobody was answered
 * @param lateMillis what of a wait is the generator's own at most: it sent late though it could
 * @param blocks how many blocks were sealed meanwhile
 * @param perBlock how many transfers each of them held, in the mean
 * @param steps how long each step of an admission took at most, in milliseconds, as the service
 *     says
 */
record Waits(
    double p999Millis,
    double longestMillis,
    double silentMillis,
    double lateMillis,
    long blocks,
    double perBlock,
    Map<String, Double> steps) {}
