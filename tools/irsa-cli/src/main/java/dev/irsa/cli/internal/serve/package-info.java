/**
 * The lab as a server for programs in any language: its world as a file, and its resources over
 * HTTP.
 */
@NullMarked
package dev.irsa.cli.internal.serve;

import org.jspecify.annotations.NullMarked;
