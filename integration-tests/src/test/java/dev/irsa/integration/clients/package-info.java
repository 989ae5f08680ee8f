/**
 * Clients that nobody here wrote, each in a process of its own: the lab takes them and refuses them
 * as AWS does, and their known faults are measured. Run by profile {@code comparison}.
 */
package dev.irsa.integration.clients;
