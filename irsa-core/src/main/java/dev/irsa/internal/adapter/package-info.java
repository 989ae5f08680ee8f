/**
 * What both SDK adapters do alike. For the modules of this project alone: no API, it may change
 * with any release.
 */
@NullMarked
package dev.irsa.internal.adapter;

import org.jspecify.annotations.NullMarked;
