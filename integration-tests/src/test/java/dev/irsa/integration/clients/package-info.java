/**
 * Third-party clients, each in a separate process: the lab accepts and rejects them as AWS does,
 * and their known faults are measured; the agent and the command, as the build has made them, too.
 * Run by profile {@code comparison}.
 */
package dev.irsa.integration.clients;
