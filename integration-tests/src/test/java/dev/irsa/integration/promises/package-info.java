/** Histories over lifecycles, from outside: whether the README's sentences hold in them. */
package dev.irsa.integration.promises;
