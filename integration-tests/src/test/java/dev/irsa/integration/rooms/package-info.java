/** Checks the sources of all modules: which classes and packages name each other. */
package dev.irsa.integration.rooms;
