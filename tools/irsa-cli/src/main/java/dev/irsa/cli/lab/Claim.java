package dev.irsa.cli.lab;

/**
 * A claim of the demonstration, with the finding.
 *
 * @param id a short and stable id, for programs
 * @param statement the claim in words
 * @param holds whether the evidence confirms it
 * @param finding the evidence in words
 */
record Claim(String id, String statement, boolean holds, String finding) {}
