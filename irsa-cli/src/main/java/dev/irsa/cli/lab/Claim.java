package dev.irsa.cli.lab;

/**
 * Something that the show claims, and what was found.
 *
 * @param id short and stable, for machines
 * @param statement the claim
 * @param holds whether the evidence bears it out
 * @param finding the evidence in words
 */
record Claim(String id, String statement, boolean holds, String finding) {}
