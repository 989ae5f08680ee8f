package dev.irsa.cli.internal.timeline;

/**
 * A claim about a run, with the finding.
 *
 * @param id a short and stable id, for programs
 * @param statement the claim in words
 * @param holds whether the evidence confirms it
 * @param finding the evidence in words
 */
public record Claim(String id, String statement, boolean holds, String finding) {}
