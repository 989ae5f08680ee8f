/**
 * The front door: credentials of the pod's role, kept fresh. The only place that joins the rooms.
 */
@NullMarked
package dev.irsa;

import org.jspecify.annotations.NullMarked;
