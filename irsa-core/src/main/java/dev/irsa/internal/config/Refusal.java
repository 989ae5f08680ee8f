package dev.irsa.internal.config;

/**
 * Why a parser does not accept a value. Immutable.
 *
 * @param found what was found, without secrets
 * @param fix what to do
 */
record Refusal(String found, String fix) {}
