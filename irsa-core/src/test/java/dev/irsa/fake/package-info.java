/** Stands in for what the core talks to. */
package dev.irsa.fake;
