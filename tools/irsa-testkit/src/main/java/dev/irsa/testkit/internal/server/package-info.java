/** Parts of the lab that are not for users. */
@NullMarked
package dev.irsa.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
