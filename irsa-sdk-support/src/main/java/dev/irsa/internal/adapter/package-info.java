/**
 * Code that both SDK adapters share. Exported to the modules of this project only. Not an API: it
 * may change in any release.
 */
@NullMarked
package dev.irsa.internal.adapter;

import org.jspecify.annotations.NullMarked;
