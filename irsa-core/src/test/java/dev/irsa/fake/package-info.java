/** Replacements for the systems that the core communicates with. */
package dev.irsa.fake;
